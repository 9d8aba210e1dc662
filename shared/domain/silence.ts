/** For so long a pipeline's news is left unsaid, by a person's wish. */
export interface Silence {
  /** Epoch seconds. */
  readonly until: number;
  /** Name of who asked for it. */
  readonly by: string;
  readonly reason: string;
  /** Epoch seconds. */
  readonly at: number;
}

/** What is silenced for longer should be routed nowhere. */
export const MAX_SILENCE_SECONDS = 7 * 86_400;
