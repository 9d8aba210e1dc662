import type { Clock } from './clock.ts';

interface Entry {
  readonly due: number;
  readonly task: () => void;
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
    if (this.#isStopped) return () => undefined;
    const entry = { due: this.now() + milliseconds * this.#options.pace, task };
    const later = this.#entries.findIndex((other) => other.due > entry.due);
    this.#entries.splice(later === -1 ? this.#entries.length : later, 0, entry);
    this.#wake.abort();
    this.#running ??= this.#run();
    return () => this.#remove(entry);
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

  async #run(): Promise<void> {
    while (this.#entries.length > 0) {
      await this.#options.before();
      const next = this.#entries[0];
      if (next) await this.#waitUntil(next.due);
      // While it waited, an earlier entry may have come or this one gone.
      if (next && this.#entries[0] === next && this.now() >= next.due) this.#perform(next);
    }
    this.#running = undefined;
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
    this.#wake.abort();
  }
}
