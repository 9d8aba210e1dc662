import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { CreateTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { packageService } from '#infra/package.ts';
import { createLoopbackCodePipeline, type LoopbackCodePipeline } from '#local/codepipeline/index.ts';
import { type LoopbackSlack, startLoopbackSlack } from '#local/slack/index.ts';
import { type Stack, startStack } from './support/embedded-stack.ts';

const ACCOUNT = '111122223333';
const REGION = 'eu-west-1';
const CHANNEL = '#pipelines';

let folder: string;
let slack: LoopbackSlack;
let stack: Stack;
let codepipeline: LoopbackCodePipeline;
const logs: string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'signalbox-stack-'));
  const [packaged, loopback] = await Promise.all([packageService({ into: folder }), startLoopbackSlack()]);
  slack = loopback;
  slack.createChannel(CHANNEL);
  stack = await startStack({
    template: packaged.templateFile,
    bundleDirectory: packaged.bundleDirectory,
    functionEnvironment: { SLACK_API_URL: slack.apiUrl },
    log: (line) => logs.push(line),
  });
  stack.aws.putSecret('signalbox/slack', JSON.stringify({ botToken: slack.botToken }));
  const sns = new SNSClient({ endpoint: stack.aws.endpoint, region: REGION });
  await sns.send(new CreateTopicCommand({ Name: 'pipeline-mail' }));
  sns.destroy();
  codepipeline = createLoopbackCodePipeline({
    account: ACCOUNT,
    region: REGION,
    emit: stack.aws.putEvent,
    pace: 0,
  });
  stack.aws.mount('codepipeline', codepipeline.handle);
}, 120_000);

afterAll(async () => {
  codepipeline?.stop();
  await stack?.stop();
  await slack?.stop();
  await rm(folder, { recursive: true, force: true });
});

describe('the packaged service', () => {
  it('carries the events of every demo from the bus to one message per execution', async () => {
    const started = await Promise.all(codepipeline.demos.map(({ name }) => codepipeline.runDemo(name)));
    await codepipeline.finished();
    const executions = started.flatMap(({ executions: ids }) => ids);

    await until(
      () =>
        parents().length >= executions.length &&
        parents().every(({ text }) => !/is (running|being)/.test(text)),
    );

    expect(parents()).toHaveLength(executions.length);
    expect(new Set(parents().map(({ text }) => text.split('\n')[0])).size).toBeGreaterThan(4);
    expect(logs.filter((line) => line.includes('"ERROR"'))).toEqual([]);
  }, 60_000);

  it('puts every event and a snapshot of each finished execution into the archive', async () => {
    const before = await keys('events/');
    await codepipeline.runDemo('succeeds');
    await codepipeline.finished();

    await until(
      async () => (await keys('events/')).length > before.length && (await keys('snapshots/')).length > 0,
    );

    const [key = ''] = (await keys('events/')).filter((one) => !before.includes(one));
    const object = await stack.s3.send(
      new GetObjectCommand({ Bucket: stack.ref('ArchiveBucket'), Key: key }),
    );
    const bytes = (await object.Body?.transformToByteArray()) ?? new Uint8Array();
    const lines = gunzipSync(bytes).toString().trim().split('\n');
    expect(key).toMatch(/^events\/year=\d{4}\/month=\d\d\/day=\d\d\/.+\.ndjson\.gz$/);
    expect(lines.map((line) => JSON.parse(line).source)).toContain('aws.codepipeline');
  }, 90_000);

  it('leaves nothing in a dead-letter queue', async () => {
    const names = [...stack.aws.resources]
      .filter(([id]) => id.endsWith('DeadLetters'))
      .map(([, { ref }]) => ref);

    const counts = await Promise.all(names.map(countMessages));

    expect(names.length).toBeGreaterThanOrEqual(4);
    expect(counts.every((count) => count === 0)).toBe(true);
  });
});

function parents() {
  const channel = slack.channels().find(({ name }) => `#${name.replace(/^#/, '')}` === CHANNEL);
  return (channel?.messages ?? []).filter(({ threadTs }) => threadTs === undefined);
}

/** A condition met by the outside's own progress; jest's time-out ends a wait in vain. */
async function until(isMet: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isMet())) await new Promise((resolve) => setTimeout(resolve, 50));
}

async function keys(prefix: string): Promise<readonly string[]> {
  const { Contents = [] } = await stack.s3.send(
    new ListObjectsV2Command({ Bucket: stack.ref('ArchiveBucket'), Prefix: prefix }),
  );
  return Contents.flatMap(({ Key }) => Key ?? []);
}

async function countMessages(queueUrl: string): Promise<number> {
  const attributes = ['ApproximateNumberOfMessages'] as const;
  const { Attributes } = await stack.sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: [...attributes] }),
  );
  return Number(Attributes?.['ApproximateNumberOfMessages']);
}
