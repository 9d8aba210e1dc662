export interface Limit {
  readonly burst: number;
  readonly perSecond: number;
}

/** A bucket of `burst` tokens that is filled at the rate; each request takes one. Without a limit all may pass. */
export class Throttle {
  readonly #limit: Limit | undefined;
  readonly #now: () => number;
  #tokens: number;
  #filledAt: number;

  /** @param now in milliseconds */
  constructor(limit?: Limit, now: () => number = () => performance.now()) {
    this.#limit = limit;
    this.#now = now;
    this.#tokens = limit?.burst ?? 0;
    this.#filledAt = now();
  }

  admits(): boolean {
    if (this.#limit === undefined) return true;
    const now = this.#now();
    const { burst, perSecond } = this.#limit;
    this.#tokens = Math.min(burst, this.#tokens + ((now - this.#filledAt) / 1000) * perSecond);
    this.#filledAt = now;
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }
}
