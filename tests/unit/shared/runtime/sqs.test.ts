import { describe, expect, it } from '@jest/globals';
import {
  ConfigError,
  InvalidInputError,
  RateLimitedError,
  RejectedError,
  UnavailableError,
} from '#shared/errors.ts';
import { handleBatch, type Outcome, type QueueMessage, type QueueWork } from '#shared/runtime/sqs.ts';
import { FakeQueues, FakeTelemetry } from '#tests/support/fakes.ts';

const SOURCE = 'https://sqs.eu-west-1.amazonaws.com/111122223333/signalbox-events';
const PARKING = `${SOURCE}-dead`;

interface RecordOverrides {
  readonly id?: string;
  readonly body?: string;
  readonly receiveCount?: number;
  readonly group?: string;
}

function record({ id = 'm-1', body = '{}', receiveCount = 1, group }: RecordOverrides = {}) {
  return {
    messageId: id,
    receiptHandle: `receipt of ${id}`,
    body,
    attributes: {
      ApproximateReceiveCount: String(receiveCount),
      SentTimestamp: '1772615700999',
      ...(group !== undefined && { MessageGroupId: group }),
    },
    messageAttributes: {},
    eventSource: 'aws:sqs',
  };
}

/** Runs a batch whose work ends in these errors, by message id. */
async function run(
  errors: Readonly<Record<string, unknown>>,
  records = [record()],
  more: { random?: number } = {},
) {
  const queues = new FakeQueues();
  const telemetry = new FakeTelemetry();
  const work: QueueWork = async (messages) =>
    messages.map((message): Outcome => ({ message, error: errors[message.id] }));
  const edge = {
    queues,
    telemetry,
    sourceQueueUrl: SOURCE,
    parkingQueueUrl: PARKING,
    random: () => more.random ?? 0,
  };
  const answer = await handleBatch({ Records: records }, work, edge);
  return {
    failed: answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier),
    queues,
    telemetry,
    edge,
  };
}

describe('a batch of messages', () => {
  it('reaches the work as messages, in order', async () => {
    const seen: QueueMessage[] = [];
    const { edge } = await run({});
    const work: QueueWork = async (messages) => {
      seen.push(...messages);
      return [];
    };

    await handleBatch(
      { Records: [record({ id: 'a', receiveCount: 3, group: 'g' }), record({ id: 'b' })] },
      work,
      edge,
    );

    expect(seen).toEqual([
      {
        id: 'a',
        body: '{}',
        receiptHandle: 'receipt of a',
        receiveCount: 3,
        sentAt: 1_772_615_700,
        groupId: 'g',
      },
      {
        id: 'b',
        body: '{}',
        receiptHandle: 'receipt of b',
        receiveCount: 1,
        sentAt: 1_772_615_700,
        groupId: undefined,
      },
    ]);
  });

  it('is done when its work is', async () => {
    const { failed, queues, telemetry } = await run({});

    expect(failed).toEqual([]);
    expect([queues.parked, queues.delayed, telemetry.lines]).toEqual([[], [], []]);
  });

  it('fails in exactly the messages that failed', async () => {
    const ids = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'];
    const error = new UnavailableError('table: no answer');

    const { failed, queues } = await run(
      { b: error, e: error, j: error },
      ids.map((id) => record({ id })),
    );

    expect(failed).toEqual(['b', 'e', 'j']);
    expect(queues.delayed.map(({ receiptHandle }) => receiptHandle)).toEqual([
      'receipt of b',
      'receipt of e',
      'receipt of j',
    ]);
  });

  it('fails whole when its work throws', async () => {
    const { edge, queues } = await run({});
    const work: QueueWork = async () => {
      throw new UnavailableError('table: no answer', { retryAfterSeconds: 4 });
    };

    const { batchItemFailures } = await handleBatch(
      { Records: [record({ id: 'a' }), record({ id: 'b' })] },
      work,
      edge,
    );

    expect(batchItemFailures).toEqual([{ itemIdentifier: 'a' }, { itemIdentifier: 'b' }]);
    expect(queues.delayed.map(({ seconds }) => seconds)).toEqual([4, 4]);
  });

  it.each([[{}], [{ Records: [{}] }], [null], ['text']])('is refused when it is none: %j', async (event) => {
    const { edge } = await run({});

    await expect(handleBatch(event, async () => [], edge)).rejects.toThrow();
  });
});

describe('what is parked', () => {
  it.each([
    [
      'input that is not valid',
      new InvalidInputError('a message is not JSON'),
      'invalid_input',
      'a message is not JSON',
    ],
    ['what was refused for good', new RejectedError('topic t: refused'), 'rejected', 'topic t: refused'],
  ])('is %s: kept with its reason, and done', async (_, error, code, reason) => {
    const { failed, queues, telemetry } = await run({ 'm-1': error }, [record({ body: 'poison' })]);

    expect(failed).toEqual([]);
    expect(queues.parked).toEqual([
      { queueUrl: PARKING, body: 'poison', reason: { source: 'signalbox-events', code, reason } },
    ]);
    expect(telemetry.counts).toEqual(new Map([['MessagesParked', 1]]));
  });

  it("is a bug after five tries, for it may have been a neighbor's", async () => {
    const bug = new TypeError('canary');

    const early = await run({ 'm-1': bug }, [record({ receiveCount: 4 })]);
    const late = await run({ 'm-1': bug }, [record({ receiveCount: 5 })]);

    expect([early.failed, early.queues.parked]).toEqual([['m-1'], []]);
    expect(late.failed).toEqual([]);
    expect(late.queues.parked).toMatchObject([
      { reason: { code: 'bug', reason: expect.stringMatching(/^TypeError at /) } },
    ]);
    expect(JSON.stringify(late.queues.parked)).not.toContain('canary');
  });

  it('comes again when it could not be parked: nothing is lost', async () => {
    const { edge, queues, telemetry } = await run({});
    queues.parkError = new UnavailableError('queue dead: no answer');
    const work: QueueWork = async (messages) =>
      messages.map((message) => ({ message, error: new InvalidInputError('x') }));

    const { batchItemFailures } = await handleBatch({ Records: [record()] }, work, edge);

    expect(batchItemFailures).toEqual([{ itemIdentifier: 'm-1' }]);
    expect(telemetry.lines.map(({ message }) => message)).toEqual([
      'A message was not done',
      'A message could not be put aside',
    ]);
    expect(telemetry.counts.get('MessagesParked')).toBeUndefined();
  });

  it('is never what may still succeed, however often it was tried', async () => {
    const errors = [
      new UnavailableError('x'),
      new RateLimitedError('x', { retryAfterSeconds: 1 }),
      new ConfigError('x'),
    ];
    for (const error of errors) {
      const { failed, queues } = await run({ 'm-1': error }, [record({ receiveCount: 999 })]);

      expect(failed).toEqual(['m-1']);
      expect(queues.parked).toEqual([]);
    }
  });
});

describe('what is tried again', () => {
  const waitOf = async (error: unknown, receiveCount = 1, random = 0) => {
    const { queues } = await run({ 'm-1': error }, [record({ receiveCount })], { random });
    expect(queues.delayed).toMatchObject([{ queueUrl: SOURCE, receiptHandle: 'receipt of m-1' }]);
    return queues.delayed[0]?.seconds;
  };

  it.each([
    ['as long as it was told to', new RateLimitedError('x', { retryAfterSeconds: 30 }), 30],
    ['in whole seconds', new RateLimitedError('x', { retryAfterSeconds: 1.2 }), 2],
    ['as long as an outage was said to last', new UnavailableError('x', { retryAfterSeconds: 60 }), 60],
    ['at least a second, or it would never rest', new RateLimitedError('x', { retryAfterSeconds: 0 }), 1],
    ['no longer than a queue can', new RateLimitedError('x', { retryAfterSeconds: 1e9 }), 43_000],
    ['five minutes, until a person changed something', new ConfigError('x'), 300],
  ])('waits %s', async (_, error, seconds) => {
    expect(await waitOf(error)).toBe(seconds);
  });

  it('waits longer each time when nobody said how long, at most five minutes', async () => {
    const waits = [];
    for (const count of [1, 10, 20, 40, 60, 1000]) waits.push(await waitOf(new UnavailableError('x'), count));

    expect(waits).toEqual(waits.toSorted((left, right) => Number(left) - Number(right)));
    expect(waits[0]).toBeLessThanOrEqual(3);
    expect(waits.at(-1)).toBe(150);
    expect(await waitOf(new UnavailableError('x'), 1000, 0.999)).toBe(300);
  });

  it('does not come back all at once', async () => {
    expect(await waitOf(new UnavailableError('x'), 40, 0)).toBeLessThan(
      Number(await waitOf(new UnavailableError('x'), 40, 0.9)),
    );
  });

  it('comes again also when its wait could not be set', async () => {
    const { edge, queues } = await run({});
    queues.delayError = new UnavailableError('queue: no answer');
    const work: QueueWork = async (messages) =>
      messages.map((message) => ({ message, error: new UnavailableError('x') }));

    const { batchItemFailures } = await handleBatch({ Records: [record()] }, work, edge);

    expect(batchItemFailures).toEqual([{ itemIdentifier: 'm-1' }]);
  });

  it('is a warning when it waits, and an error when only a person can mend it', async () => {
    const waiting = await run({ 'm-1': new UnavailableError('x') });
    const halted = await run({ 'm-1': new ConfigError('x') });

    expect(waiting.telemetry.lines.map(({ level }) => level)).toEqual(['warn']);
    expect(halted.telemetry.lines.map(({ level }) => level)).toEqual(['error']);
    expect(waiting.telemetry.counts).toEqual(new Map([['MessagesRetried', 1]]));
  });

  it('counts whatever was thrown as a failure, also when it is nothing', async () => {
    const { edge } = await run({});
    const work: QueueWork = () => Promise.reject(undefined);

    expect(await handleBatch({ Records: [record()] }, work, edge)).toEqual({
      batchItemFailures: [{ itemIdentifier: 'm-1' }],
    });
  });
});
