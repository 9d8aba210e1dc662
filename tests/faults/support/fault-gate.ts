import type { Simulator } from './simulator.ts';

/** A place between two steps of a function where it can be killed, in the order in which they are come to. */
export interface Point {
  readonly number: number;
  readonly function: string;
  readonly place: string;
  readonly environment: string;
}

export interface Broken {
  readonly error: Error;
  /** The work was done all the same. */
  readonly isDone: boolean;
}

export interface GateOptions {
  /** Whether the environment dies at this point. */
  readonly kills?: (point: Point) => boolean;
  /** What an input or output meets instead of its answer, drawn anew at each. */
  readonly breaks?: (place: string) => Broken | undefined;
  /** Virtual milliseconds that half an input or output takes. */
  readonly latency?: (place: string) => number;
}

export interface Passing {
  readonly function: string;
  readonly environment: string;
  /** What is done: 'dynamodb add', 'slack chat.postmessage', … */
  readonly place: string;
  readonly state: { readonly isDead: boolean };
  readonly kill: () => void;
}

/** Everything that a function awaits comes by here: it takes time, and may fail or be the last thing that it does. */
export class FaultGate {
  readonly points: Point[] = [];
  readonly done = new Map<string, number>();
  readonly #simulator: Simulator;
  readonly #options: GateOptions;

  constructor(simulator: Simulator, options: GateOptions) {
    this.#simulator = simulator;
    this.#options = options;
  }

  async pass<T>(passing: Passing, work: () => Promise<T>): Promise<T> {
    const { place } = passing;
    await this.#stop(passing, `before ${place}`);
    const broken = this.#options.breaks?.(place);
    const answer = broken === undefined || broken.isDone ? this.#count(place, work) : undefined;
    // A refusal waits at the point too; until then nobody else looks at it.
    answer?.catch(() => {});
    await this.#stop(passing, `after ${place}`);
    if (broken !== undefined || answer === undefined) throw broken?.error;
    return answer;
  }

  #count<T>(place: string, work: () => Promise<T>): Promise<T> {
    this.done.set(place, (this.done.get(place) ?? 0) + 1);
    return work();
  }

  async #stop({ place, state, kill, ...passing }: Passing, where: string): Promise<void> {
    const point = { ...passing, number: this.points.length, place: where };
    this.points.push(point);
    if (this.#options.kills?.(point)) kill();
    if (!state.isDead) await this.#simulator.wait(this.#options.latency?.(place) ?? 1);
    // Whoever was killed does nothing any more, not even fail.
    if (state.isDead) await new Promise<never>(() => {});
  }
}
