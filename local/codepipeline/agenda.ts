import type { Clock } from './clock.ts';

interface Entry {
  readonly due: number;
  readonly task: () => void;
  readonly isDeadline: boolean;
}

export interface AgendaOptions {
  readonly clock: Clock;
  /** Real milliseconds for one simulated millisecond. */
  readonly pace: number;
  /** Awaited before every task, so that nothing happens before what happened earlier was heard. */
  readonly before: () => Promise<void>;
  readonly report: (error: unknown) => void;
}

/** What will happen, in order of time and then of entry; one task after the other. */
export class Agenda {
  readonly #options: AgendaOptions;
  readonly #entries: Entry[] = [];
  #running: Promise<void> | undefined;
  #wake = new AbortController();
  #isStopped = false;

  constructor(options: AgendaOptions) {
    this.#options = options;
  }

  get isBusy(): boolean {
    return this.#running !== undefined;
  }

  now(): number {
    return this.#options.clock.now();
  }

  /** Enters a task; the answer takes it off again. */
  after(milliseconds: number, task: () => void): () => void {
    return this.#enter({ due: this.now() + milliseconds * this.#options.pace, task, isDeadline: false });
  }

  /**
   * Enters what happens at a time of the clock if people let it come to that; the answer takes it off
   * again. It keeps the agenda busy no longer than there is something else to do.
   */
  deadline(due: number, task: () => void): () => void {
    return this.#enter({ due, task, isDeadline: true });
  }

  async idle(): Promise<void> {
    while (this.isBusy) await this.#running;
  }

  /** Takes everything off, for good. */
  stop(): void {
    this.#isStopped = true;
    this.#entries.length = 0;
    this.#wake.abort();
  }

  #enter(entry: Entry): () => void {
    if (this.#isStopped) return () => undefined;
    const later = this.#entries.findIndex((other) => other.due > entry.due);
    this.#entries.splice(later === -1 ? this.#entries.length : later, 0, entry);
    this.#resume();
    return () => this.#remove(entry);
  }

  #resume(): void {
    this.#wake.abort();
    if (this.isBusy) return;
    if (this.#hasWork()) this.#running = this.#run();
    else this.#rest();
  }

  async #run(): Promise<void> {
    while (this.#hasWork()) {
      await this.#options.before();
      // Meanwhile the last entry that was no deadline may have gone.
      if (this.#hasWork()) await this.#next();
    }
    this.#running = undefined;
    this.#rest();
  }

  async #next(): Promise<void> {
    const [next] = this.#entries;
    if (!next) return;
    await this.#waitUntil(next.due);
    // While it waited, an earlier entry may have come or this one gone.
    if (this.#entries[0] === next && this.now() >= next.due) this.#perform(next);
  }

  #hasWork(): boolean {
    return this.#entries.some(({ due, isDeadline }) => !isDeadline || due <= this.now());
  }

  /** Until the first deadline, or until something else is entered. */
  #rest(): void {
    const [next] = this.#entries;
    if (!next) return;
    this.#wake = new AbortController();
    const { signal } = this.#wake;
    void this.#options.clock.rest(next.due - this.now(), signal).then(() => {
      if (!signal.aborted) this.#resume();
    });
  }

  async #waitUntil(due: number): Promise<void> {
    this.#wake = new AbortController();
    const early = due - this.now();
    if (early > 0) await this.#options.clock.wait(early, this.#wake.signal);
  }

  #perform(entry: Entry): void {
    this.#entries.shift();
    try {
      entry.task();
    } catch (error) {
      this.#options.report(error);
    }
  }

  #remove(entry: Entry): void {
    const index = this.#entries.indexOf(entry);
    if (index === -1) return;
    this.#entries.splice(index, 1);
    this.#resume();
  }
}
