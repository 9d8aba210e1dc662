import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { buildBundles } from '#infra/bundles.ts';
import { type EmbeddedAws, startEmbeddedAws } from '#local/aws/index.ts';
import { readSettings } from '#shared/config/settings.ts';
import { JOB_PLACE } from './fake-jobs.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const BUILT_FROM = ['functions', 'shared', 'infra'];
const SETTINGS = `
destinations:
  releases: { type: slack, channel: '#releases', secret: signalbox/slack }
routes:
  - { to: releases }
approvals:
  - { users: [U0ADA00001], ownChange: allowed }
jobs:
  stateMachines: { smoke-test: 'arn:aws:states:eu-west-1:111122223333:stateMachine:smoke-test' }
`;
const TIMEOUT_SECONDS = 14;

const TABLE = { TABLE_NAME: { Ref: 'Table' } };
const QUEUE = { DELIVERIES_QUEUE_URL: { Ref: 'Queue' } };
/** The same bundle with different environments. */
const VARIANTS = {
  usual: { ...TABLE, ...QUEUE },
  'logging-events': { ...TABLE, ...QUEUE, POWERTOOLS_LOGGER_LOG_EVENT: 'true' },
  'without-table': QUEUE,
};
type Variant = keyof typeof VARIANTS;

/** What the bundle told CodePipeline. */
export interface Told {
  readonly operation: string;
  readonly input: unknown;
}

/** The built bundle of pipeline-job in processes of its own, with a CodePipeline that is the test's. */
export interface JobBundle {
  readonly told: Told[];
  readonly log: readonly string[];
  /** What CodePipeline does at the next calls, one each, before it serves again. */
  readonly troubles: (() => Promise<unknown>)[];
  invoke(event: unknown, variant?: Variant): ReturnType<EmbeddedAws['invoke']>;
  stop(): Promise<void>;
}

export async function startJobBundle(): Promise<JobBundle> {
  const folder = await mkdtemp(join(tmpdir(), 'signalbox-job-'));
  const { settings, mistakes } = readSettings(SETTINGS, 'signalbox.yml');
  if (settings === undefined) throw new Error(JSON.stringify(mistakes));
  for (const name of BUILT_FROM) await symlink(join(ROOT, name), join(folder, name));
  await buildBundles(folder, settings);
  const log: string[] = [];
  const aws = await startEmbeddedAws({
    template: { Resources: resources() },
    bundleDirectory: join(folder, 'dist/functions'),
    log: (line) => log.push(line),
  });
  const told: Told[] = [];
  const troubles: JobBundle['troubles'] = [];
  aws.mount('codepipeline', async (operation, input) => {
    await troubles.shift()?.();
    if (operation === 'GetJobDetails') return details();
    told.push({ operation, input });
    return {};
  });
  return {
    told,
    log,
    troubles,
    invoke: (event, variant = 'usual') => aws.invoke(variant, event),
    async stop() {
      await aws.stop();
      await rm(folder, { recursive: true });
    },
  };
}

function resources(): Readonly<Record<string, unknown>> {
  const functions = Object.entries(VARIANTS).map(([FunctionName, Variables]) => [
    FunctionName.replaceAll('-', ''),
    {
      Type: 'AWS::Lambda::Function',
      Properties: {
        FunctionName,
        Handler: 'dist/functions/pipeline-job/index.handler',
        Timeout: TIMEOUT_SECONDS,
        Environment: { Variables },
      },
    },
  ]);
  const key = { AttributeName: 'pk' };
  return {
    Table: {
      Type: 'AWS::DynamoDB::Table',
      Properties: {
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [{ ...key, AttributeType: 'S' }],
        KeySchema: [{ ...key, KeyType: 'HASH' }],
      },
    },
    Queue: { Type: 'AWS::SQS::Queue', Properties: { FifoQueue: true } },
    ...Object.fromEntries(functions),
  };
}

function details() {
  const { account, region, pipeline, executionId, stage, action, actionExecutionId } = JOB_PLACE;
  const pipelineContext = {
    pipelineName: pipeline,
    pipelineArn: `arn:aws:codepipeline:${region}:${account}:${pipeline}`,
    pipelineExecutionId: executionId,
    stage: { name: stage },
    action: { name: action, actionExecutionId },
  };
  return { jobDetails: { data: { pipelineContext } } };
}
