import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { type PackageOptions, packageService } from '#infra/package.ts';
import { type FrontDoor, openFrontDoor } from '#local/aws/front-door.ts';
import { ACCOUNT, REGION } from '#local/aws/identity.ts';
import { Cleanup } from '#local/cleanup.ts';
import { createLoopbackCodePipeline, type LoopbackCodePipeline } from '#local/codepipeline/index.ts';
import { mountProviders } from '#local/providers/index.ts';
import { type LoopbackSlack, startLoopbackSlack } from '#local/slack/index.ts';
import { startEmbedded } from './embedded.ts';
import type { StandIn, StartStandIn } from './stand-in.ts';

export interface TestStackOptions extends Pick<PackageOptions, 'settingsFile' | 'parameters'> {
  /** Of Slack. */
  readonly channels: readonly string[];
  /** Names of topics that are there before the stack is. */
  readonly topics?: readonly string[];
  /** Real milliseconds for one of CodePipeline's. Default 0: as fast as its events are taken. */
  readonly pace?: number;
}

/** Of CodePipeline, before a job that waits is looked at again. */
const CONTINUE_AFTER_MILLISECONDS = 30_000;

/** Services that the loopback CodePipeline stands behind, as the variables of their endpoints end. */
const LOOPBACK_SERVICES = [
  'CODEPIPELINE',
  'CODEBUILD',
  'CODEDEPLOY',
  'CLOUDFORMATION',
  'CLOUDWATCH_LOGS',
  'ECS',
  'ELASTIC_BEANSTALK',
  'CODECOMMIT',
  'CODECONNECTIONS',
  'ECR',
];

/** The packaged service on a stand-in for AWS, beside a loopback Slack and CodePipeline. */
export interface TestStack extends StandIn {
  readonly slack: LoopbackSlack;
  readonly codepipeline: LoopbackCodePipeline;
  readonly dynamodb: DynamoDBClient;
  readonly s3: S3Client;
  readonly sns: SNSClient;
  readonly sqs: SQSClient;
  /** What Ref gives for a logical id. */
  ref(logicalId: string): string;
}

/** On the embedded AWS, or on the emulator that `npm run test:e2e` started. */
export async function startTestStack(options: TestStackOptions): Promise<TestStack> {
  const cleanup = new Cleanup();
  try {
    return await start(options, cleanup);
  } catch (error) {
    await cleanup.run();
    throw error;
  }
}

async function start(options: TestStackOptions, cleanup: Cleanup): Promise<TestStack> {
  const { channels, topics = [], pace = 0, ...packaging } = options;
  const into = await mkdtemp(join(tmpdir(), 'signalbox-stack-'));
  cleanup.add(() => rm(into, { recursive: true, force: true }));
  const packaged = await packageService({ into, ...packaging });
  const slack = await startLoopbackSlack();
  cleanup.add(slack.stop);
  for (const channel of channels) slack.createChannel(channel);
  const door = await openFrontDoor();
  cleanup.add(door.close);

  const startStandIn = await findStandIn();
  const standIn = await startStandIn({
    packaged,
    topics,
    functionEnvironment: { SLACK_API_URL: slack.apiUrl, ...endpointsAt(door) },
  });
  cleanup.add(standIn.stop);
  const { botToken, signingSecret } = slack;
  await standIn.putSecret('signalbox/slack', JSON.stringify({ botToken, signingSecret }));
  const clients = createClients(standIn.endpoint);
  for (const client of Object.values(clients)) cleanup.add(() => client.destroy());
  const codepipeline = openCodePipeline(standIn, { door, pace });
  cleanup.add(codepipeline.stop);
  return {
    ...standIn,
    ...clients,
    slack,
    codepipeline,
    ref: (logicalId) => getRef(standIn, logicalId),
    stop: () => cleanup.run(),
  };
}

async function findStandIn(): Promise<StartStandIn> {
  const endpoint = process.env['SIGNALBOX_EMULATOR'];
  if (endpoint === undefined) return startEmbedded;
  const { startEmulator } = await import('#tests/e2e/support/emulator.ts');
  return (options) => startEmulator(endpoint, options);
}

function endpointsAt({ endpoint }: FrontDoor): Readonly<Record<string, string>> {
  return Object.fromEntries(LOOPBACK_SERVICES.map((id) => [`AWS_ENDPOINT_URL_${id}`, endpoint]));
}

function createClients(endpoint: string) {
  const settings = {
    endpoint,
    region: REGION,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  };
  return {
    dynamodb: new DynamoDBClient(settings),
    s3: new S3Client({ ...settings, forcePathStyle: true }),
    sns: new SNSClient(settings),
    sqs: new SQSClient(settings),
  };
}

function openCodePipeline(
  { putEvent, invokeAsync, mountCodePipeline }: StandIn,
  { door, pace }: { readonly door: FrontDoor; readonly pace: number },
): LoopbackCodePipeline {
  const codepipeline = createLoopbackCodePipeline({
    account: ACCOUNT,
    region: REGION,
    emit: putEvent,
    pace,
    invoke: invokeAsync,
    jobFunctionName: 'signalbox-dev-pipeline-job',
    continueAfterMilliseconds: CONTINUE_AFTER_MILLISECONDS,
  });
  door.addJson('codepipeline', codepipeline.handle);
  mountProviders(codepipeline.failedRuns, { json: door.addJson, query: door.addQuery });
  mountCodePipeline(codepipeline.handle);
  return codepipeline;
}

function getRef({ resources }: StandIn, logicalId: string): string {
  const resource = resources.get(logicalId);
  if (!resource) throw new Error(`The template has no resource ${logicalId}`);
  return resource.ref;
}
