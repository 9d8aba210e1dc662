import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createFauxqs, type Fauxqs, type SqsQueue } from '#local/aws/fauxqs.ts';

let fauxqs: Fauxqs;
let queue: SqsQueue;

beforeEach(async () => {
  fauxqs = await createFauxqs('http://127.0.0.1:1');
  await fauxqs.callSqs('CreateQueue', {
    QueueName: 'ordered.fifo',
    Attributes: { FifoQueue: 'true', ContentBasedDeduplication: 'true' },
  });
  const created = fauxqs.queues.getQueueByName('ordered.fifo');
  if (!created) throw new Error('The queue was not created');
  queue = created;
});

afterEach(() => fauxqs.close());

describe('a FIFO queue', () => {
  it('gives several messages of one group in one receive, in order', async () => {
    await send('a', ['1', '2', '3']);

    expect(receive(10).map(({ Body }) => Body)).toEqual(['1', '2', '3']);
  });

  it('gives no more than asked for, and the rest of the group to nobody meanwhile', async () => {
    await send('a', ['1', '2', '3']);
    await send('b', ['4']);

    expect(receive(2).map(({ Body }) => Body)).toHaveLength(2);
    expect(receive(10)).toEqual([]);
  });

  it('holds the group until the last of its messages is done', async () => {
    await send('a', ['1', '2', '3']);
    const [first, second] = receive(2);

    queue.deleteMessage(first?.ReceiptHandle ?? '');
    expect(receive(10)).toEqual([]);
    queue.deleteMessage(second?.ReceiptHandle ?? '');

    expect(receive(10).map(({ Body }) => Body)).toEqual(['3']);
  });

  it('puts messages back in their place when they become visible again', async () => {
    await send('a', ['1', '2', '3', '4']);

    for (const { ReceiptHandle } of receive(3)) queue.changeVisibility(ReceiptHandle, 0);

    expect(receive(10).map(({ Body }) => Body)).toEqual(['1', '2', '3', '4']);
  });

  it('puts messages back in their place when their visibility time-out is over', async () => {
    await send('a', ['1', '2', '3', '4']);

    receive(3);
    for (const entry of queue.inflightMessages.values()) entry.visibilityDeadline = Date.now();

    expect(receive(10).map(({ Body }) => Body)).toEqual(['1', '2', '3', '4']);
  });

  it('gives a message once in a receive that leaves it visible', async () => {
    await send('a', ['1']);

    expect(queue.dequeue(10, 0).map(({ Body }) => Body)).toEqual(['1']);
    expect(receive(10).map(({ Body }) => Body)).toEqual(['1']);
  });
});

async function send(group: string, bodies: readonly string[]): Promise<void> {
  for (const MessageBody of bodies)
    await fauxqs.callSqs('SendMessage', { QueueUrl: queue.url, MessageBody, MessageGroupId: group });
}

function receive(maximum: number) {
  return queue.dequeue(maximum, 60);
}
