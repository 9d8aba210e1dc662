import * as z from 'zod/mini';
import { toFact } from '#shared/domain/facts.ts';
import { UnavailableError } from '#shared/errors.ts';
import { toAwsError } from './aws-error.ts';
import type { AwsJson, AwsService } from './aws-json.ts';

export const SQS: AwsService = { id: 'SQS', host: 'sqs', target: 'AmazonSQS', version: '1.0' };

export interface OutgoingMessage {
  readonly body: string;
  /** FIFO queues: what must stay in order. Each send has a deduplication id of its own: correctness never rests on it. */
  readonly groupId?: string;
  /** Standard queues: at most 900. */
  readonly delaySeconds?: number;
}

/** A queue that we write to. */
export interface Outbox {
  /** All of them, or an error: what was taken before the failure is sent again by the repeat. */
  send(messages: readonly OutgoingMessage[]): Promise<void>;
}

/** What a reader of a queue does with messages that it could not do. */
export interface Queues {
  /** Keeps a message that will never be accepted, with the reason as attributes. */
  park(queueUrl: string, body: string, reason: Readonly<Record<string, string>>): Promise<void>;
  /** When a failed message may be tried again, in whole seconds from now. */
  delay(queueUrl: string, receiptHandle: string, seconds: number): Promise<void>;
}

const MAX_BATCH = 10;

const Sent = z.object({ Failed: z._default(z.array(z.object({ Code: z.string() })), []) });

export function createOutbox(service: AwsJson, queueUrl: string, createId: () => string): Outbox {
  return {
    async send(messages) {
      for (let start = 0; start < messages.length; start += MAX_BATCH) {
        const batch = messages.slice(start, start + MAX_BATCH);
        await sendBatch(
          service,
          queueUrl,
          batch.map((message) => toEntry(message, createId())),
        );
      }
    },
  };
}

export function createQueues(service: AwsJson, createId: () => string): Queues {
  return {
    async park(queueUrl, body, reason) {
      const MessageAttributes = Object.fromEntries(
        Object.entries(reason).map(([name, value]) => [
          name,
          { DataType: 'String', StringValue: toFact(value) || '-' },
        ]),
      );
      const fifo = queueUrl.endsWith('.fifo')
        ? { MessageGroupId: createId(), MessageDeduplicationId: createId() }
        : {};
      const input = { QueueUrl: queueUrl, MessageBody: body, MessageAttributes, ...fifo };
      await attempt(queueUrl, () => service.call('SendMessage', input));
    },
    async delay(queueUrl, receiptHandle, seconds) {
      const input = { QueueUrl: queueUrl, ReceiptHandle: receiptHandle, VisibilityTimeout: seconds };
      await attempt(queueUrl, () => service.call('ChangeMessageVisibility', input));
    },
  };
}

async function sendBatch(service: AwsJson, queueUrl: string, Entries: readonly object[]): Promise<void> {
  const answer = await attempt(queueUrl, () =>
    service.call('SendMessageBatch', { QueueUrl: queueUrl, Entries }),
  );
  const { Failed } = Sent.parse(answer);
  if (Failed.length > 0) {
    const codes = [...new Set(Failed.map(({ Code }) => Code))].join(', ');
    throw new UnavailableError(
      `queue ${nameOf(queueUrl)} did not take ${Failed.length} of ${Entries.length} messages (${codes})`,
    );
  }
}

function toEntry({ body, groupId, delaySeconds }: OutgoingMessage, id: string): object {
  return {
    Id: id,
    MessageBody: body,
    ...(groupId !== undefined && { MessageGroupId: groupId, MessageDeduplicationId: id }),
    ...(delaySeconds !== undefined && { DelaySeconds: delaySeconds }),
  };
}

async function attempt<T>(queueUrl: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (cause) {
    throw toAwsError(cause, `queue ${nameOf(queueUrl)}`);
  }
}

function nameOf(queueUrl: string): string {
  return queueUrl.split('/').at(-1) ?? queueUrl;
}
