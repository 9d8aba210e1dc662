import { randomUUID } from 'node:crypto';
import type { ActionDefinition, ActionKind, Place } from './definition.ts';
import { setting } from './definition.ts';
import type { Behavior, Commit } from './plan.ts';

/** What a provider tells about a run that ended. Any member may be missing. */
export interface ExecutionResult {
  readonly id?: string | undefined;
  readonly url?: string | undefined;
  readonly summary?: string | undefined;
  readonly errorCode?: string | undefined;
  /** 0 to 100; told by the API only. */
  readonly percentComplete?: number | undefined;
}

interface Run {
  readonly place: Place;
  readonly pipeline: string;
  readonly action: ActionDefinition;
  readonly actionExecutionId: string;
  readonly behavior: Behavior;
  readonly commit: Commit;
}

type Provider = (run: Run) => ExecutionResult;

const PROVIDERS: Readonly<Partial<Record<ActionKind, Provider>>> = {
  'Source/CodeStarSourceConnection': connection,
  'Source/CodeCommit': codeCommit,
  'Build/CodeBuild': codeBuild,
  'Test/CodeBuild': codeBuild,
  'Test/DeviceFarm': deviceFarm,
  'Compute/Commands': commands,
  'Deploy/CodeDeploy': codeDeploy,
  'Deploy/CloudFormation': cloudFormation,
  'Deploy/ECS': ecs,
  'Deploy/ElasticBeanstalk': elasticBeanstalk,
  'Deploy/S3': s3,
  'Invoke/StepFunctions': stepFunctions,
  'Build/Jenkins': jenkins,
};

/** The result of a run; the plan's own summary wins over the provider's usual one. */
export function executionResult(run: Run): ExecutionResult {
  const usual = PROVIDERS[run.action.kind]?.(run) ?? {};
  const summary = run.behavior.summary ?? usual.summary;
  if (run.behavior.outcome === 'SUCCEEDED') return { ...usual, summary };
  return { ...usual, summary, errorCode: run.behavior.errorCode ?? 'JobFailed' };
}

function connection({ action, commit, place }: Run): ExecutionResult {
  const arn = setting(action, 'ConnectionArn');
  return {
    id: commit.id,
    url: `${consoleOf(place)}/codesuite/settings/connections/redirect?connectionArn=${arn}&referenceType=COMMIT&FullRepositoryId=${commit.repository}&Commit=${commit.id}`,
    summary: JSON.stringify({ ProviderType: commit.host, CommitMessage: commit.message }),
  };
}

function codeCommit({ action, commit, place }: Run): ExecutionResult {
  const repository = setting(action, 'RepositoryName');
  return {
    id: commit.id,
    url: `${consoleOf(place)}/codecommit/home#/repository/${repository}/commit/${commit.id}`,
    summary: `${commit.message}\n`,
  };
}

function codeBuild({ action, place }: Run): ExecutionResult {
  const id = `${setting(action, 'ProjectName')}:${randomUUID()}`;
  const url = `https://console.aws.amazon.com/codebuild/home?region=${place.region}#/builds/${id}/view/new`;
  return { id, url };
}

function deviceFarm({ action }: Run): ExecutionResult {
  const run = randomUUID();
  const project = setting(action, 'ProjectId');
  return {
    id: run,
    url: `https://us-west-2.console.aws.amazon.com/devicefarm/home#/mobile/projects/${project}/runs/${run}`,
  };
}

/** Commands run without a build project, so there is a log stream and nothing to link to. */
function commands({ place, pipeline, actionExecutionId }: Run): ExecutionResult {
  const group = `arn:aws:logs:${place.region}:${place.account}:log-group:/aws/codepipeline/${pipeline}`;
  return { id: `${group}:log-stream:${actionExecutionId}/${randomUUID()}` };
}

function codeDeploy({ behavior, place }: Run): ExecutionResult {
  const id = `d-${token(9)}`;
  const end = behavior.outcome === 'FAILED' ? 'failed' : 'succeeded';
  return {
    id,
    url: `https://console.aws.amazon.com/codedeploy/home?region=${place.region}#/deployments/${id}`,
    summary: `Deployment ${id} ${end}`,
  };
}

function cloudFormation({ action, behavior, place }: Run): ExecutionResult {
  const stack = setting(action, 'StackName');
  const region = action.region ?? place.region;
  const id = `arn:aws:cloudformation:${region}:${place.account}:stack/${stack}/${randomUUID()}`;
  return {
    id,
    url: `https://console.aws.amazon.com/cloudformation/home?region=${region}#/stack/detail?stackId=${id}`,
    ...(behavior.outcome === 'SUCCEEDED' && { summary: `Stack ${stack} was updated.` }),
  };
}

function ecs({ action, place }: Run): ExecutionResult {
  const cluster = setting(action, 'ClusterName');
  const service = setting(action, 'ServiceName');
  return {
    id: randomUUID(),
    url: `https://console.aws.amazon.com/ecs/home?region=${place.region}#/clusters/${cluster}/services/${service}/events`,
  };
}

function elasticBeanstalk({ action, place }: Run): ExecutionResult {
  const application = setting(action, 'ApplicationName');
  return {
    id: randomUUID(),
    url: `https://console.aws.amazon.com/elasticbeanstalk/home?region=${place.region}#/application/overview?applicationName=${application}`,
    summary: 'Deployment completed.',
  };
}

function s3({ action }: Run): ExecutionResult {
  return { url: `https://console.aws.amazon.com/s3/buckets/${setting(action, 'BucketName')}` };
}

function stepFunctions({ action, place, behavior }: Run): ExecutionResult {
  const machine = setting(action, 'StateMachineArn').split(':').at(-1);
  const id = `arn:aws:states:${place.region}:${place.account}:execution:${machine}:${randomUUID()}`;
  const url = `https://console.aws.amazon.com/states/home?region=${place.region}#/executions/details/${id}`;
  return { id, url, summary: behavior.outcome };
}

function jenkins({ action }: Run): ExecutionResult {
  const build = String(100 + (Number.parseInt(randomUUID().slice(0, 4), 16) % 900));
  const project = setting(action, 'ProjectName');
  return { id: build, url: `https://jenkins.example.com/job/${project}/${build}/` };
}

function consoleOf(place: Place): string {
  return `https://${place.region}.console.aws.amazon.com`;
}

/** Upper-case letters and digits, as in a CodeDeploy id. */
function token(length: number): string {
  return randomUUID().replaceAll('-', '').slice(0, length).toUpperCase();
}
