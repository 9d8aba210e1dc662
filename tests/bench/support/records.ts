import { randomUUID } from 'node:crypto';

/** An event of Lambda as its queue gives it. */
export function toSqsEvent(messages: readonly { readonly body: string; readonly group?: string }[]) {
  return {
    Records: messages.map(({ body, group }) => ({
      messageId: randomUUID(),
      receiptHandle: randomUUID(),
      body,
      attributes: {
        ApproximateReceiveCount: '1',
        SentTimestamp: String(Date.now()),
        ...(group !== undefined && { MessageGroupId: group }),
      },
      messageAttributes: {},
      eventSource: 'aws:sqs',
    })),
  };
}
