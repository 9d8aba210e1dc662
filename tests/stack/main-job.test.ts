import { DescribeTimeToLiveCommand } from '@aws-sdk/client-dynamodb';
import { GetBucketVersioningCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { approveAll } from '#tests/support/approve-all.ts';
import { holds } from './support/differences.ts';
import { countMessages, listItems, listKeys, parentsIn, readObject, until } from './support/look.ts';
import { startTestStack, type TestStack } from './support/test-stack.ts';

const CHANNEL = '#pipelines';
// These wait for a person or for a state machine: tests/stack/machines.test.ts.
const WAITING = ['gated', 'smoke-tested'];

let stack: TestStack;

beforeAll(async () => {
  stack = await startTestStack({ channels: [CHANNEL], topics: ['pipeline-mail'] });
}, 120_000);

afterAll(async () => {
  await stack?.stop();
});

describe('the packaged service', () => {
  it('carries the events of every demo from the bus to one message per execution', async () => {
    const { codepipeline } = stack;
    const demos = codepipeline.demos.filter(({ name }) => !WAITING.includes(name));
    const started = await Promise.all(demos.map(({ name }) => codepipeline.runDemo(name)));
    await approveAll(codepipeline);
    const executions = started.flatMap(({ executions: ids }) => ids);

    await until(
      () =>
        parents().length >= executions.length &&
        parents().every(({ text }) => !/is (running|being)/.test(text)),
    );

    expect(parents()).toHaveLength(executions.length);
    expect(new Set(parents().map(({ text }) => text.split('\n')[0])).size).toBeGreaterThan(4);
    expect((await stack.log()).filter((line) => line.includes('"ERROR"'))).toEqual([]);
  }, 90_000);

  it('keeps one record per execution, each with the day of its end', async () => {
    const inThreeMonths = Date.now() / 1000 + 89 * 86_400;

    const records = await listItems(stack, 'execution/');

    expect(records).toHaveLength(parents().length);
    expect(records.every(({ expires }) => Number(expires?.N) > inThreeMonths)).toBe(true);
  });

  it('keeps what was replaced in the archive, and forgets old records', async () => {
    await holds('a bucket keeps versions', stack, async () => {
      const { Status } = await stack.s3.send(
        new GetBucketVersioningCommand({ Bucket: stack.ref('ArchiveBucket') }),
      );
      expect(Status).toBe('Enabled');
    });
    await holds('a table forgets', stack, async () => {
      const { TimeToLiveDescription } = await stack.dynamodb.send(
        new DescribeTimeToLiveCommand({ TableName: stack.ref('Table') }),
      );
      expect(TimeToLiveDescription).toEqual({ AttributeName: 'expires', TimeToLiveStatus: 'ENABLED' });
    });
  });

  it('puts every event and a snapshot of each finished execution into the archive', async () => {
    const before = await listKeys(stack, 'events/');
    await stack.codepipeline.runDemo('succeeds');
    await stack.codepipeline.finished();

    await until(
      async () =>
        (await listKeys(stack, 'events/')).length > before.length &&
        (await listKeys(stack, 'snapshots/')).length > 0,
    );

    const [key = ''] = (await listKeys(stack, 'events/')).filter((one) => !before.includes(one));
    const lines = (await readObject(stack, key)).trim().split('\n');
    expect(key).toMatch(/^events\/year=\d{4}\/month=\d\d\/day=\d\d\/.+\.ndjson\.gz$/);
    expect(lines.map((line) => JSON.parse(line).source)).toContain('aws.codepipeline');
  }, 90_000);

  it('leaves nothing in a dead-letter queue', async () => {
    const queues = [...stack.resources]
      .filter(([id]) => id.endsWith('DeadLetters'))
      .map(([, { ref }]) => ref);

    const counts = await Promise.all(queues.map((queue) => countMessages(stack, queue)));

    expect(queues.length).toBeGreaterThanOrEqual(4);
    expect(counts.every(({ visible }) => visible === 0)).toBe(true);
  });
});

function parents() {
  return parentsIn(stack, CHANNEL);
}
