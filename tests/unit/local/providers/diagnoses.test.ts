import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type FrontDoor, openFrontDoor } from '#local/aws/front-door.ts';
import { sdkEnvironment } from '#local/aws/identity.ts';
import { createLoopbackCodePipeline, type LoopbackCodePipeline } from '#local/codepipeline/index.ts';
import { mountProviders } from '#local/providers/index.ts';
import { createAwsServices } from '#shared/clients/aws-services.ts';
import { systemClock } from '#shared/clients/clock.ts';
import { createHttpClient } from '#shared/clients/http.ts';
import { createRecent } from '#shared/clients/recent.ts';
import { createActionConfigurations } from '#shared/enrichment/action-configuration.ts';
import { explain } from '#shared/enrichment/explain.ts';
import { parseStateChange, type StateChange } from '../codepipeline/state-change.ts';
import { PLACE } from '../codepipeline/support.ts';

let door: FrontDoor;
let codepipeline: LoopbackCodePipeline;
let events: StateChange[];

beforeEach(async () => {
  events = [];
  door = await openFrontDoor();
  codepipeline = createLoopbackCodePipeline({
    ...PLACE,
    pace: 0,
    emit: async (event) => {
      events.push(parseStateChange(event));
    },
  });
  door.addJson('codepipeline', codepipeline.handle);
  mountProviders(codepipeline.failedRuns, { json: door.addJson, query: door.addQuery });
});

afterEach(async () => {
  codepipeline.stop();
  await door.close();
});

describe('what the functions find out about a demo that fails', () => {
  it('names the tests that a build failed by, and hides the secret in its log', async () => {
    const { facts, missed } = await explainDemo('fails-in-build');

    expect(facts).toMatchObject({
      why: 'Error while executing command: npm test. Reason: exit status 1',
      failedAt: 'BUILD phase of build 1',
      tests:
        '3 of 120 failed: refund rounds half a yen down, refund keeps three digits for dinars, refund never exceeds the payment',
    });
    expect(facts.excerpt).toContain('postgres://[redacted]@127.0.0.1:5432/payments');
    expect(missed).toEqual([]);
  });

  it('names the script that failed on an instance', async () => {
    const { facts } = await explainDemo('fails-in-deploy');

    expect(facts.why).toMatch(
      /^ScriptFailed: .+ scripts\/check-health\.sh failed with exit code 7\. 3 of 4 instances failed\./,
    );
    expect(facts.failedAt).toMatch(/^ValidateService on i-0\d{15}1$/);
    expect(facts.excerpt).toContain('SESSION_SECRET=[redacted]');
  });

  it('names the resource that failed first, not those that were canceled with it', async () => {
    const { facts } = await explainDemo('fails-in-stack');

    expect(facts).toMatchObject({
      why: expect.stringContaining('a custom-named resource requires replacing'),
      failedAt: 'PointsTable (AWS::DynamoDB::Table)',
    });
  });

  it('takes from the event what the plan of a build does not say', async () => {
    const { facts } = await explainDemo('retried');

    expect(facts).toMatchObject({
      why: 'Error while executing command: ./wait-for-cluster.sh. Reason: exit status 124',
      failedAt: 'PRE_BUILD phase of build 1',
    });
    expect(facts.excerpt).toContain('timed out: the cluster is not up');
  });

  it('finds the log of commands by its ARN', async () => {
    const { facts } = await explainDemo('two-at-once');

    expect(facts.excerpt).toContain('Detected 2 broken links');
  });
});

describe('what a service says of things that are not there', () => {
  const service = (id: string, target: string) =>
    ({ id, host: id.toLowerCase(), target, version: '1.1' }) as const;

  it.each([
    ['ecs', 'DescribeServices', { cluster: 'c', services: ['s'] }, 'ClusterNotFoundException'],
    ['codeconnections', 'GetConnection', { ConnectionArn: 'a' }, 'ResourceNotFoundException'],
    ['codedeploy', 'GetDeployment', { deploymentId: 'd-1' }, 'DeploymentDoesNotExistException'],
    ['logs', 'GetLogEvents', { logGroupName: 'g', logStreamName: 's' }, 'ResourceNotFoundException'],
    ['codebuild', 'DescribeTestCases', { reportArn: 'r' }, 'ResourceNotFoundException'],
    ['codebuild', 'BatchGetBuilds', { ids: [] }, 'ValidationException'],
    ['codebuild', 'StartBuild', {}, 'UnknownOperationException'],
  ])('%s %s', async (host, operation, input, name) => {
    const asked = openServices().json(service(host, host), PLACE.region).call(operation, input);

    await expect(asked).rejects.toMatchObject({ name });
  });

  it('is nothing to those who ask for stacks, stack sets and environments', async () => {
    const services = openServices();
    const stacks = services.stacks(PLACE.region);
    const beanstalk = services.beanstalk(PLACE.region);

    expect(await stacks.findEvents('no-stack', 0)).toBeUndefined();
    expect(await stacks.findFailedOperation('no-set', 0)).toBeUndefined();
    expect(await beanstalk.findErrors({ application: 'a', environment: 'e', since: 0 })).toBeUndefined();
  });

  it('lists the builds that it does not know', async () => {
    const codebuild = openServices().json(service('codebuild', 'CodeBuild_20161006'), PLACE.region);

    expect(await codebuild.call('BatchGetBuilds', { ids: ['p:1'] })).toEqual({
      builds: [],
      buildsNotFound: ['p:1'],
    });
    expect(await codebuild.call('BatchGetBuildBatches', { ids: ['p:1'] })).toEqual({
      buildBatches: [],
      buildBatchesNotFound: ['p:1'],
    });
  });
});

function openServices() {
  return createAwsServices({ http: createHttpClient(), variables: sdkEnvironment(door.endpoint) });
}

/** By the functions' own code, over the wire. */
async function explainDemo(demo: string) {
  await codepipeline.runDemo(demo);
  await codepipeline.finished();
  const { detail } = events.find(({ detail: { action, state } }) => action && state === 'FAILED') ?? {};
  const [run] = codepipeline.failedRuns();
  if (detail === undefined || run === undefined) throw new Error(`Nothing failed in ${demo}`);
  const services = openServices();
  const failed = {
    account: PLACE.account,
    region: PLACE.region,
    pipelineRegion: PLACE.region,
    pipeline: detail.pipeline,
    executionId: detail['execution-id'],
    stage: detail.stage ?? '',
    action: detail.action ?? '',
    failedAt: 0,
    facts: { provider: run.kind, externalId: run.externalId, summary: run.summary },
  };
  const asking = {
    services,
    configurations: createActionConfigurations(services, createRecent(systemClock)),
    wantsLog: true,
  };
  return explain(failed, asking);
}
