import type { SqsQueue } from '../fauxqs.ts';
import { ACCOUNT, REGION } from '../identity.ts';

export type Received = ReturnType<SqsQueue['dequeue']>[number];

/** A received message as Lambda hands it to a function. */
export function toSqsRecord(queue: SqsQueue, received: Received): Readonly<Record<string, unknown>> {
  return {
    messageId: received.MessageId,
    receiptHandle: received.ReceiptHandle,
    body: received.Body,
    attributes: systemAttributes(queue, received),
    messageAttributes: messageAttributes(received),
    md5OfBody: received.MD5OfBody,
    eventSource: 'aws:sqs',
    eventSourceARN: queue.arn,
    awsRegion: REGION,
  };
}

function systemAttributes(queue: SqsQueue, { ReceiptHandle }: Received): Readonly<Record<string, string>> {
  const message = queue.inflightMessages.get(ReceiptHandle)?.message;
  if (!message) throw new Error(`Message ${ReceiptHandle} of ${queue.name} is not in flight`);
  return {
    ApproximateReceiveCount: String(message.approximateReceiveCount),
    ApproximateFirstReceiveTimestamp: String(message.approximateFirstReceiveTimestamp),
    SenderId: ACCOUNT,
    SentTimestamp: String(message.sentTimestamp),
    ...(message.messageGroupId && { MessageGroupId: message.messageGroupId }),
    ...(message.messageDeduplicationId && { MessageDeduplicationId: message.messageDeduplicationId }),
    ...(message.sequenceNumber && { SequenceNumber: message.sequenceNumber }),
  };
}

function messageAttributes({ MessageAttributes }: Received): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(MessageAttributes ?? {}).map(([name, { DataType, StringValue, BinaryValue }]) => [
      name,
      {
        ...(StringValue !== undefined && { stringValue: StringValue }),
        ...(BinaryValue !== undefined && { binaryValue: BinaryValue }),
        stringListValues: [],
        binaryListValues: [],
        dataType: DataType,
      },
    ]),
  );
}
