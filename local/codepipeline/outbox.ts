export type Emission = Readonly<Record<string, unknown>>;

interface Dispatch {
  /** Named when it is not taken. */
  readonly what: string;
  readonly hand: () => Promise<void>;
}

/** Hands things over one after the other, in the order in which they were pushed. */
export class Outbox {
  readonly #report: (error: unknown) => void;
  #last: Promise<void> = Promise.resolve();
  #isClosed = false;

  constructor(report: (error: unknown) => void) {
    this.#report = report;
  }

  push(dispatch: Dispatch): void {
    this.#last = this.#last.then(() => this.#handOver(dispatch));
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

  async #handOver({ what, hand }: Dispatch): Promise<void> {
    if (this.#isClosed) return;
    try {
      await hand();
    } catch (cause) {
      this.#report(new Error(`${what} was not accepted`, { cause }));
    }
  }
}
