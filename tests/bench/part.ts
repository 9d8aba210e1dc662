import type { Built } from './support/build.ts';
import type { StandIn } from './support/stand-in-client.ts';

/** What every part of the bench works with. */
export interface Bench {
  /** Rounds of what is repeated. */
  readonly runs: number;
  readonly built: Built;
  readonly standIn: StandIn;
  /** A name that was not given before. */
  unique(): string;
  /** Writes a page of the docs. */
  write(file: string, text: string): Promise<void>;
  /** Where the bench is. */
  say(text: string): void;
}
