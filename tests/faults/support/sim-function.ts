import type { QueueEdge, QueueWork } from '#shared/runtime/sqs.ts';
import { handleBatch } from '#shared/runtime/sqs.ts';
import type { SimMessage, SimQueue } from './sim-queue.ts';
import type { Simulator } from './simulator.ts';

/** One Lambda environment: what it holds in memory lives until it is killed. */
export interface SimEnvironment {
  readonly id: string;
  readonly work: QueueWork;
  readonly edge: QueueEdge;
  /** Called when whatever it does next must not happen any more. */
  kill: () => void;
}

export interface SimFunctionOptions {
  readonly simulator: Simulator;
  readonly queue: SimQueue;
  readonly concurrency: number;
  readonly windowMilliseconds: number;
  readonly timeoutMilliseconds: number;
  /** `onDeath` is to be called by the environment when it is killed. */
  readonly createEnvironment: (onDeath: () => void) => SimEnvironment;
}

const BATCH = 10;

/** A function with its queue: batches of at most ten, as many at a time as it may, in environments that are used again. */
export class SimFunction {
  readonly #options: SimFunctionOptions;
  readonly #idle: SimEnvironment[] = [];
  /** What ends the invocation that an environment is at. */
  readonly #died = new WeakMap<SimEnvironment, () => void>();
  #running = 0;
  #wakes = Number.POSITIVE_INFINITY;
  /** Invocations that ended, and those that were killed or timed out. */
  readonly ended = { well: 0, killed: 0 };

  constructor(options: SimFunctionOptions) {
    this.#options = options;
  }

  get isIdle(): boolean {
    return this.#running === 0 && this.#options.queue.isEmpty;
  }

  /** Something became visible now or will in so many milliseconds. */
  wake(milliseconds = 0): void {
    const { simulator, windowMilliseconds } = this.#options;
    const at = simulator.now + milliseconds + windowMilliseconds;
    // One appointment that is early enough serves all that come before it.
    if (this.#wakes <= at) return;
    this.#wakes = at;
    simulator.after(at - simulator.now, () => {
      if (this.#wakes !== at) return;
      this.#wakes = Number.POSITIVE_INFINITY;
      this.#pump();
    });
  }

  #pump(): void {
    const { queue, simulator, concurrency } = this.#options;
    while (this.#running < concurrency) {
      const batch = queue.receive(BATCH, simulator.now);
      if (batch.length === 0) break;
      this.#run(batch);
    }
    if (this.#running >= concurrency) return;
    const next = queue.nextVisibleAt(simulator.now);
    if (Number.isFinite(next)) this.wake(next - simulator.now);
  }

  #run(batch: readonly SimMessage[]): void {
    const { queue, simulator, timeoutMilliseconds, createEnvironment } = this.#options;
    this.#running += 1;
    let isOver = false;
    const end = () => {
      if (isOver) return false;
      isOver = true;
      this.#running -= 1;
      // A window is waited for only until the batch is full.
      if (queue.hasVisible(BATCH, simulator.now)) this.#pump();
      else this.wake();
      return true;
    };
    const environment =
      this.#idle.pop() ??
      createEnvironment(() => {
        // Between invocations a kill costs nothing but the next cold start.
        const place = this.#idle.indexOf(environment);
        if (place >= 0) this.#idle.splice(place, 1);
        else this.#died.get(environment)?.();
      });
    this.#died.set(environment, () => {
      if (end()) this.ended.killed += 1;
    });
    simulator.after(timeoutMilliseconds, () => {
      if (!isOver) environment.kill();
    });
    void this.#invoke(environment, batch).then((failed) => {
      if (!end()) return;
      this.ended.well += 1;
      for (const message of batch) if (!failed.has(message.id)) this.#options.queue.delete(message);
      this.#idle.push(environment);
    });
  }

  async #invoke({ work, edge }: SimEnvironment, batch: readonly SimMessage[]): Promise<ReadonlySet<string>> {
    const { batchItemFailures } = await handleBatch({ Records: batch.map(toRecord) }, work, edge);
    return new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
  }
}

function toRecord({ id, body, group, sentAt, receiveCount }: SimMessage) {
  return {
    messageId: id,
    receiptHandle: id,
    body,
    attributes: {
      ApproximateReceiveCount: String(receiveCount),
      SentTimestamp: String(sentAt),
      MessageGroupId: group,
    },
  };
}
