// Node's timers wait 24.8 days at most; with more, they fire at once.
const LONGEST_MILLISECONDS = 2 ** 31 - 1;

/** Real time, or as many times faster as demos and tests like. */
export class Clock {
  /** What one second takes, in seconds. */
  readonly scale: number;

  constructor(scale: number) {
    this.scale = scale;
  }

  /** Gives what ends the timer. */
  after(seconds: number, act: () => void): () => void {
    const timer = setTimeout(act, Math.min(seconds * this.scale * 1000, LONGEST_MILLISECONDS));
    return () => clearTimeout(timer);
  }
}
