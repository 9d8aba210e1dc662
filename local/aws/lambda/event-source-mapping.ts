import * as z from 'zod';
import type { SqsQueue, SqsStore } from '../fauxqs.ts';
import type { FunctionHost } from './function-host.ts';
import { type Received, toSqsRecord } from './sqs-record.ts';

const LONG_POLL_SECONDS = 20;
const RECEIVE_LIMIT = 10;

// Lambda takes 6 MB in one invocation; records are larger than their bodies.
const BODIES_LIMIT_BYTES = 4_000_000;

const BatchResponse = z
  .object({ batchItemFailures: z.array(z.object({ itemIdentifier: z.string().min(1) })).nullish() })
  .nullable();

export interface MappingSettings {
  readonly queue: SqsQueue;
  readonly queues: SqsStore;
  readonly host: Pick<FunctionHost, 'invoke' | 'settings'>;
  readonly batchSize: number;
  readonly windowSeconds: number;
  readonly maximumConcurrency: number;
  readonly reportsItemFailures: boolean;
  readonly log: (line: string) => void;
}

/** Feeds a queue's messages to a function, and deletes those that it managed. */
export class EventSourceMapping {
  readonly settings: MappingSettings;
  #isStopped = false;
  #isHurried = false;
  #pollers: readonly Promise<void>[] = [];

  constructor(settings: MappingSettings) {
    this.settings = settings;
  }

  /** Messages that wait, are delayed, or are in flight. */
  get outstanding(): number {
    const { ready, delayed, inflight } = this.settings.queue.inspectMessages();
    return ready.length + delayed.length + inflight.length;
  }

  start(): void {
    this.#pollers = Array.from({ length: this.settings.maximumConcurrency }, () => this.#poll());
  }

  /** Closes batching windows early, as long as somebody waits for the end of all work. */
  hurry(isHurried: boolean): void {
    this.#isHurried = isHurried;
    if (isHurried) this.settings.queue.cancelWaiters();
  }

  /** Receives nothing more. What runs is left to whoever stops the function. */
  stop(): void {
    this.#isStopped = true;
    this.settings.queue.cancelWaiters();
  }

  async stopped(): Promise<void> {
    await Promise.all(this.#pollers);
  }

  async #poll(): Promise<void> {
    while (!this.#isStopped) {
      const batch = await this.#receiveBatch();
      if (batch.length > 0) await this.#process(batch);
    }
  }

  async #receiveBatch(): Promise<readonly Received[]> {
    const { queue, windowSeconds } = this.settings;
    const batch: Received[] = [];
    this.#fill(batch);
    if (batch.length === 0) {
      await queue.waitForMessages(LONG_POLL_SECONDS);
      this.#fill(batch);
    }
    const closesAt = Date.now() + windowSeconds * 1000;
    while (batch.length > 0 && !this.#isFull(batch)) {
      const secondsLeft = (closesAt - Date.now()) / 1000;
      if (secondsLeft <= 0 || this.#isHurried || this.#isStopped) break;
      await queue.waitForMessages(secondsLeft);
      this.#fill(batch);
    }
    return batch;
  }

  // One receive gives ten messages at most, as on AWS; a batch may be larger.
  #fill(batch: Received[]): void {
    const { queue, queues, batchSize } = this.settings;
    while (!this.#isStopped && !this.#isFull(batch)) {
      const limit = Math.min(batchSize - batch.length, RECEIVE_LIMIT);
      const received = queue.dequeue(limit, undefined, (arn) => queues.getQueueByArn(arn));
      batch.push(...received);
      if (received.length < limit) break;
    }
  }

  #isFull(batch: readonly Received[]): boolean {
    const bytes = batch.reduce((sum, { Body }) => sum + Buffer.byteLength(Body), 0);
    return batch.length >= this.settings.batchSize || bytes >= BODIES_LIMIT_BYTES;
  }

  async #process(batch: readonly Received[]): Promise<void> {
    const { queue, host } = this.settings;
    const outcome = await host.invoke({ Records: batch.map((received) => toSqsRecord(queue, received)) });
    if (this.#isStopped) return;

    // What is not deleted comes back when its visibility time-out is over; fauxqs moves it on after too many receives.
    const failed = outcome.ok
      ? this.#failedIds(outcome.value, batch)
      : batch.map(({ MessageId }) => MessageId);
    for (const { MessageId, ReceiptHandle } of batch)
      if (!failed.includes(MessageId)) queue.deleteMessage(ReceiptHandle);
  }

  #failedIds(response: unknown, batch: readonly Received[]): readonly string[] {
    if (!this.settings.reportsItemFailures) return [];
    const all = batch.map(({ MessageId }) => MessageId);
    const parsed = BatchResponse.safeParse(response);
    const failed = parsed.data?.batchItemFailures?.map(({ itemIdentifier }) => itemIdentifier) ?? [];
    if (parsed.success && failed.every((id) => all.includes(id))) return failed;

    // As on AWS, an answer that cannot be understood fails the whole batch.
    this.settings.log(
      `${this.settings.host.settings.name}: not a batch response, so the whole batch fails: ${JSON.stringify(response)}`,
    );
    return all;
  }
}
