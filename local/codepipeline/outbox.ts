export type Emission = Readonly<Record<string, unknown>>;

interface OutboxOptions {
  readonly emit: (event: Emission) => Promise<void>;
  readonly report: (error: unknown) => void;
}

/** Hands events over one after the other, in the order in which they were pushed. */
export class Outbox {
  readonly #options: OutboxOptions;
  #last: Promise<void> = Promise.resolve();
  #isClosed = false;

  constructor(options: OutboxOptions) {
    this.#options = options;
  }

  push(event: Emission): void {
    this.#last = this.#last.then(() => this.#handOver(event));
  }

  async drained(): Promise<void> {
    let seen: Promise<void>;
    do {
      seen = this.#last;
      await seen;
    } while (seen !== this.#last);
  }

  /** What was not handed over yet stays untold. */
  close(): void {
    this.#isClosed = true;
  }

  async #handOver(event: Emission): Promise<void> {
    if (this.#isClosed) return;
    try {
      await this.#options.emit(event);
    } catch (cause) {
      this.#options.report(new Error(`The event ${String(event['id'])} was not accepted`, { cause }));
    }
  }
}
