import middy from '@middy/core';
import * as z from 'zod/mini';
import type { Queues } from '#shared/clients/queues.ts';
import type { Telemetry } from '#shared/clients/telemetry.ts';
import { AppError, ConfigError, RateLimitedError, UnavailableError } from '#shared/errors.ts';
import { createObservability, describe, logContext, publishMetrics } from './observability.ts';

const SqsEvent = z.object({
  Records: z.array(
    z.object({
      messageId: z.string(),
      receiptHandle: z.string(),
      body: z.string(),
      attributes: z.optional(
        z.object({
          ApproximateReceiveCount: z.optional(z.string()),
          SentTimestamp: z.optional(z.string()),
          MessageGroupId: z.optional(z.string()),
        }),
      ),
    }),
  ),
});

export interface QueueMessage {
  readonly id: string;
  readonly body: string;
  readonly receiptHandle: string;
  /** From 1. */
  readonly receiveCount: number;
  /** Epoch seconds. */
  readonly sentAt: number;
  readonly groupId: string | undefined;
}

/** What became of a message: nothing to say, or the error that decides by its remedy. */
export interface Outcome {
  readonly message: QueueMessage;
  readonly error?: unknown;
}

/** The steps of a function that reads a queue. One that throws has failed for the whole batch. */
export type QueueWork = (messages: readonly QueueMessage[]) => Promise<readonly Outcome[]>;

export interface QueueEdge {
  readonly queues: Queues;
  readonly telemetry: Telemetry;
  readonly sourceQueueUrl: string;
  readonly parkingQueueUrl: string;
  /** In [0, 1), to spread what failed together. */
  random(): number;
}

const MAX_BUG_RECEIVES = 5;
const FIRST_BACKOFF_SECONDS = 2;
/** All tries before it take ten times as long as a wait: whatever lasted an hour is over for us six minutes later. */
const BACKOFF_GROWTH = 1.1;
const MAX_BACKOFF_SECONDS = 300;
/** A queue's limit is 43,200, counted from when the message was received. */
const MAX_VISIBILITY_SECONDS = 43_000;

/** The edge of a function that reads a queue: the one place that catches, and it decides by remedy, never by text. */
export function sqsHandler(
  create: (telemetry: Telemetry) => { readonly work: QueueWork; readonly edge: QueueEdge },
) {
  const { logger, metrics, telemetry } = createObservability();
  const { work, edge } = create(telemetry);
  return middy((event: unknown) => handleBatch(event, work, edge))
    .use(logContext(logger))
    .use(publishMetrics(metrics));
}

export async function handleBatch(event: unknown, work: QueueWork, edge: QueueEdge) {
  const messages = SqsEvent.parse(event).Records.map(toMessage);
  const outcomes = await settle(messages, work);
  const failed = await Promise.all(outcomes.map((outcome) => conclude(outcome, edge)));
  return { batchItemFailures: failed.flat() };
}

function toMessage(record: z.infer<typeof SqsEvent>['Records'][number]): QueueMessage {
  const { attributes = {} } = record;
  return {
    id: record.messageId,
    body: record.body,
    receiptHandle: record.receiptHandle,
    // SQS always says; who calls the function by hand need not.
    receiveCount: Number(attributes.ApproximateReceiveCount ?? 1),
    sentAt: Math.trunc(Number(attributes.SentTimestamp ?? Date.now()) / 1000),
    groupId: attributes.MessageGroupId,
  };
}

async function settle(messages: readonly QueueMessage[], work: QueueWork): Promise<readonly Outcome[]> {
  try {
    return await work(messages);
  } catch (error) {
    return messages.map((message) => ({ message, error: error ?? new Error('nothing was thrown') }));
  }
}

async function conclude(
  { message, error }: Outcome,
  edge: QueueEdge,
): Promise<readonly { itemIdentifier: string }[]> {
  if (error === undefined) return [];
  report(message, error, edge.telemetry);
  try {
    if (await wasParked(message, error, edge)) return [];
    edge.telemetry.count('MessagesRetried');
    await edge.queues.delay(edge.sourceQueueUrl, message.receiptHandle, waitFor(message, error, edge));
  } catch (failure) {
    // Not parked, or not delayed: the queue's own visibility time-out brings it back.
    edge.telemetry.error('A message could not be put aside', failure, { messageId: message.id });
  }
  return [{ itemIdentifier: message.id }];
}

/** Waiting is no fault; what nobody but a person can mend is. */
function report({ id: messageId, receiveCount }: QueueMessage, error: unknown, telemetry: Telemetry): void {
  const fields = { messageId, receiveCount };
  if (error instanceof AppError && error.remedy === 'retry')
    telemetry.warn('A message is tried again later', { ...fields, ...describe(error) });
  else telemetry.error('A message was not done', error, fields);
}

async function wasParked(message: QueueMessage, error: unknown, edge: QueueEdge): Promise<boolean> {
  if (!shouldPark(message, error)) return false;
  await edge.queues.park(edge.parkingQueueUrl, message.body, {
    source: nameOf(edge.sourceQueueUrl),
    ...reasonOf(error),
  });
  edge.telemetry.count('MessagesParked');
  return true;
}

/** A bug is retried, for it may be the neighbor's; but not for ever, or it would hold up its group. */
function shouldPark({ receiveCount }: QueueMessage, error: unknown): boolean {
  return error instanceof AppError ? error.remedy === 'park' : receiveCount >= MAX_BUG_RECEIVES;
}

function waitFor({ receiveCount }: QueueMessage, error: unknown, { random }: QueueEdge): number {
  const told =
    error instanceof RateLimitedError || error instanceof UnavailableError
      ? error.retryAfterSeconds
      : undefined;
  if (told !== undefined) return Math.min(MAX_VISIBILITY_SECONDS, Math.max(1, Math.ceil(told)));
  if (error instanceof ConfigError) return MAX_BACKOFF_SECONDS;
  const backoff = Math.min(MAX_BACKOFF_SECONDS, FIRST_BACKOFF_SECONDS * BACKOFF_GROWTH ** receiveCount);
  return Math.ceil((backoff / 2) * (1 + random()));
}

function reasonOf(error: unknown): Readonly<Record<string, string>> {
  const { code = 'bug', reason = '' } = describe(error);
  return { code, reason };
}

function nameOf(queueUrl: string): string {
  return queueUrl.split('/').at(-1) ?? queueUrl;
}
