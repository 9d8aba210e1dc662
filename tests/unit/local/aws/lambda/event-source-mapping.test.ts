import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createFauxqs, type Fauxqs, type SqsQueue } from '#local/aws/fauxqs.ts';
import { EventSourceMapping } from '#local/aws/lambda/event-source-mapping.ts';
import { FakeHost, failure } from './fake-host.ts';

let fauxqs: Fauxqs;
let queue: SqsQueue;
let mapping: EventSourceMapping | undefined;

beforeEach(async () => {
  fauxqs = await createFauxqs('http://127.0.0.1:1');
  await fauxqs.callSqs('CreateQueue', { QueueName: 'tasks' });
  const created = fauxqs.queues.getQueueByName('tasks');
  if (!created) throw new Error('The queue was not created');
  queue = created;
});

afterEach(async () => {
  mapping?.stop();
  await mapping?.stopped();
  await fauxqs.close();
});

describe('an event source mapping', () => {
  it('gathers a batch larger than one receive within its window', async () => {
    const host = new FakeHost();
    await send(25);

    start(host, { batchSize: 100, windowSeconds: 30 });
    mapping?.hurry(true);
    await deleted(25);

    expect(batches(host).map(({ length }) => length)).toEqual([25]);
  });

  it('fills no batch beyond its size', async () => {
    const host = new FakeHost();
    await send(7);

    start(host, { batchSize: 3 });
    await deleted(7);

    expect(batches(host).map(({ length }) => length)).toEqual([3, 3, 1]);
  });

  it('fills no batch beyond what an invocation may hold', async () => {
    const host = new FakeHost();
    await send(30, 'x'.repeat(500_000));

    start(host, { batchSize: 100, windowSeconds: 30 });
    mapping?.hurry(true);
    await deleted(30);

    expect(batches(host).map(({ length }) => length)).toEqual([10, 10, 10]);
  });

  it('hands over records as Lambda does', async () => {
    const host = new FakeHost();
    await fauxqs.callSqs('SendMessage', {
      QueueUrl: queue.url,
      MessageBody: 'body',
      MessageAttributes: { source: { DataType: 'String', StringValue: 'test' } },
    });

    start(host, {});
    await deleted(1);

    expect(batches(host)[0]).toEqual([
      {
        messageId: expect.any(String),
        receiptHandle: expect.any(String),
        body: 'body',
        attributes: {
          ApproximateReceiveCount: '1',
          ApproximateFirstReceiveTimestamp: expect.stringMatching(/^\d+$/),
          SenderId: '111122223333',
          SentTimestamp: expect.stringMatching(/^\d+$/),
        },
        messageAttributes: {
          source: { stringValue: 'test', stringListValues: [], binaryListValues: [], dataType: 'String' },
        },
        md5OfBody: '841a2d689ad86bd1611447453c22c6fc',
        eventSource: 'aws:sqs',
        eventSourceARN: 'arn:aws:sqs:eu-west-1:111122223333:tasks',
        awsRegion: 'eu-west-1',
      },
    ]);
  });

  it.each([
    ['the function failed', failure('oops')],
    ['the answer names a message that was not in the batch', answer([{ itemIdentifier: 'other' }])],
    ['the answer names nothing', answer([{ itemIdentifier: '' }])],
    ['the answer has another shape', answer('all')],
    ['the answer is a text', { ok: true, value: 'done' } as const],
  ])('keeps the whole batch when %s', async (_what, outcome) => {
    const host = new FakeHost([outcome]);
    await send(2);

    start(host, {});
    await invoked(host);

    expect(mapping?.outstanding).toBe(2);
  });

  it.each([
    ['null', { ok: true, value: null } as const],
    ['an object without failures', { ok: true, value: {} } as const],
    ['no failures', answer([])],
    ['failures that are null', answer(null)],
  ])('deletes the whole batch when the answer is %s', async (_what, outcome) => {
    const host = new FakeHost([outcome]);
    await send(2);

    start(host, {});
    await invoked(host);

    expect(mapping?.outstanding).toBe(0);
  });
});

function answer(batchItemFailures: unknown) {
  return { ok: true, value: { batchItemFailures } } as const;
}

function start(host: FakeHost, more: { batchSize?: number; windowSeconds?: number }): void {
  mapping = new EventSourceMapping({
    queue,
    queues: fauxqs.queues,
    host,
    batchSize: 10,
    windowSeconds: 0,
    maximumConcurrency: 1,
    reportsItemFailures: true,
    log: () => {},
    ...more,
  });
  mapping.start();
}

async function send(count: number, body = 'x'): Promise<void> {
  for (let index = 0; index < count; index += 1)
    await fauxqs.callSqs('SendMessage', { QueueUrl: queue.url, MessageBody: body });
}

/** Waits until that many messages were deleted. */
async function deleted(count: number): Promise<void> {
  const whole = Promise.withResolvers<void>();
  const deleteMessage = queue.deleteMessage.bind(queue);
  let left = count;
  queue.deleteMessage = (receiptHandle) => {
    left -= 1;
    if (left === 0) whole.resolve();
    return deleteMessage(receiptHandle);
  };
  await whole.promise;
}

/** Waits until the first batch was given to the host and dealt with. */
async function invoked(host: FakeHost): Promise<void> {
  while (host.payloads.length === 0) await new Promise(setImmediate);
  await new Promise(setImmediate);
}

function batches(host: FakeHost): readonly (readonly unknown[])[] {
  return host.payloads.map((payload) => (payload as { Records: unknown[] }).Records);
}
