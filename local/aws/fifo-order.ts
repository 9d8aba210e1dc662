import type { SqsQueue } from './fauxqs.ts';

type Message = ReturnType<SqsQueue['inspectMessages']>['ready'][number];

/**
 * Gives a fauxqs FIFO queue two habits of SQS: a receive may return several messages of one
 * group, and messages that become visible again go back to their place in the group.
 */
export function keepGroupOrder(queue: SqsQueue): void {
  const dequeueOnePerGroup = queue.dequeue.bind(queue);
  const processTimers = queue.processTimers.bind(queue);
  const changeVisibility = queue.changeVisibility.bind(queue);

  queue.dequeue = (maximum, visibilitySeconds, ...rest) => {
    const dequeue = (count: number) => dequeueOnePerGroup(count, visibilitySeconds, ...rest);
    const hidesFor = visibilitySeconds ?? Number(queue.getAttribute('VisibilityTimeout'));
    // Messages that stay visible would be found again by every further pass.
    return hidesFor === 0 ? dequeue(maximum) : dequeueSeveral(queue, maximum, dequeue);
  };
  queue.processTimers = () => {
    const before = queue.inflightMessages.size;
    processTimers();
    if (queue.inflightMessages.size < before) restoreOrder(queue);
  };
  queue.changeVisibility = (receiptHandle, seconds) => {
    changeVisibility(receiptHandle, seconds);
    restoreOrder(queue);
  };
}

function dequeueSeveral(
  queue: SqsQueue,
  maximum: number,
  dequeue: (count: number) => ReturnType<SqsQueue['dequeue']>,
): ReturnType<SqsQueue['dequeue']> {
  const batch: ReturnType<SqsQueue['dequeue']> = [];
  const held = new Map<string, number>();
  while (batch.length < maximum) {
    const received = dequeue(maximum - batch.length);
    if (received.length === 0) break;
    batch.push(...received);
    for (const { ReceiptHandle } of received) {
      const group = queue.inflightMessages.get(ReceiptHandle)?.message.messageGroupId ?? '';
      held.set(group, (held.get(group) ?? 0) + 1);
      // Open to the next pass of this same receive; locked for all others below, before anyone else can run.
      queue.fifoLockedGroups.delete(group);
    }
  }
  for (const [group, count] of held) queue.fifoLockedGroups.set(group, count);
  return batch;
}

function restoreOrder(queue: SqsQueue): void {
  for (const messages of queue.fifoMessages.values()) messages.sort(bySequence);
}

function bySequence(a: Message, b: Message): number {
  return (a.sequenceNumber ?? '') < (b.sequenceNumber ?? '') ? -1 : 1;
}
