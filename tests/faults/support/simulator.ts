interface Appointment {
  readonly at: number;
  readonly order: number;
  readonly run: () => void;
}

/** Virtual time: what is due is run in order, and the time between passes at once. */
export class Simulator {
  /** Epoch milliseconds. */
  now: number;
  readonly #agenda: Appointment[] = [];
  #made = 0;

  constructor(startSeconds: number) {
    this.now = startSeconds * 1000;
  }

  /** Runs it so many milliseconds from now; what is due at the same time, in the order in which it was asked for. */
  after(milliseconds: number, run: () => void): void {
    this.#made += 1;
    this.#push({ at: this.now + Math.max(0, milliseconds), order: this.#made, run });
  }

  /** Resolves so many milliseconds from now. */
  wait(milliseconds: number): Promise<void> {
    return new Promise((resolve) => this.after(milliseconds, resolve));
  }

  /** Goes on until nothing is due before that time; all that code does in between runs to its next wait. */
  async runUntil(end: number): Promise<void> {
    for (let next = this.#agenda[0]; next !== undefined && next.at <= end; next = this.#agenda[0]) {
      this.#pop();
      this.now = Math.max(this.now, next.at);
      next.run();
      await settled();
    }
    this.now = Math.max(this.now, end);
  }

  #push(appointment: Appointment): void {
    let index = this.#agenda.push(appointment) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!this.#isBefore(index, parent)) return;
      this.#swap(index, parent);
      index = parent;
    }
  }

  #pop(): void {
    this.#swap(0, this.#agenda.length - 1);
    this.#agenda.pop();
    for (let index = 0; ; ) {
      const [left, right] = [2 * index + 1, 2 * index + 2];
      let first = index;
      if (left < this.#agenda.length && this.#isBefore(left, first)) first = left;
      if (right < this.#agenda.length && this.#isBefore(right, first)) first = right;
      if (first === index) return;
      this.#swap(index, first);
      index = first;
    }
  }

  #isBefore(left: number, right: number): boolean {
    const [a, b] = [this.#at(left), this.#at(right)];
    return a.at < b.at || (a.at === b.at && a.order < b.order);
  }

  #at(index: number): Appointment {
    const appointment = this.#agenda[index];
    if (appointment === undefined) throw new Error('The agenda has a hole');
    return appointment;
  }

  #swap(left: number, right: number): void {
    const [a, b] = [this.#at(left), this.#at(right)];
    this.#agenda[left] = b;
    this.#agenda[right] = a;
  }
}

/** When every promise that can go on without time passing has gone on. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
