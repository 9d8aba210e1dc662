import type { Observation } from './observation.ts';

// Order of the words within one attempt. `time` has whole seconds and arrives skewed by up to 12 s, so rank decides first.
const RANKS = new Map([
  ['STARTED', 0],
  ['RESUMED', 1],
  ['STOPPING', 2],
  ['SUCCEEDED', 3],
  ['FAILED', 3],
  ['STOPPED', 3],
  ['CANCELED', 3],
  ['SUPERSEDED', 3],
  ['ABANDONED', 3],
]);
const TERMINAL_RANK = 3;
/** A word that this version does not know is news about something running. */
const UNKNOWN_RANK = 1;

// A stage's RESUMED and its pipeline's are emitted apart; the skew that was seen between related events is 12 s.
const RESUME_SKEW_SECONDS = 15;

/** An observation with the attempt that it belongs to, also when its event did not say. */
export interface Placed extends Observation {
  readonly attempt: number;
}

/** As AWS spells it; a word that this version does not know stays as it is. */
export function toState(word: string): string {
  const spelled = word.toUpperCase();
  return RANKS.has(spelled) ? spelled : word;
}

export function isTerminal(state: string): boolean {
  return RANKS.get(state) === TERMINAL_RANK;
}

export function isFailed(state: string): boolean {
  return state === 'FAILED';
}

/** The one that tells the present: highest attempt, then rank, then time, then the larger word. */
export function latest(observations: readonly Placed[]): Placed | undefined {
  return observations.reduce<Placed | undefined>(
    (best, next) => (best === undefined || compare(next, best) > 0 ? next : best),
    undefined,
  );
}

/**
 * Gives every observation its attempt. Old events carry none: there, each retry, seen by its RESUMED events, opens the
 * next attempt for what happened after it. More events can only raise an attempt, never lower it.
 */
export function placeInAttempts(observations: readonly Observation[]): readonly Placed[] {
  const resumed = observations.filter(({ attempt, state }) => attempt === undefined && state === 'RESUMED');
  const times = resumed.map(({ time }) => time).sort((left, right) => left - right);
  return observations.map((observation) => ({
    ...observation,
    attempt: observation.attempt ?? 1 + countRetries(times.filter((time) => isAfter(observation, time))),
  }));
}

/** A retry's RESUMED events, of the pipeline and of a stage, come within seconds; more than that apart they are two. */
function countRetries(times: readonly number[]): number {
  let count = 0;
  let begun = Number.NEGATIVE_INFINITY;
  for (const time of times) {
    if (time - begun <= RESUME_SKEW_SECONDS) continue;
    begun = time;
    count += 1;
  }
  return count;
}

/** A failure in the second of the retry is the failure that was retried; anything else can only follow it. */
function isAfter({ state, time }: Observation, resumed: number): boolean {
  return state === 'FAILED' || state === 'STOPPED' ? time > resumed : time >= resumed;
}

function compare(left: Placed, right: Placed): number {
  return (
    left.attempt - right.attempt ||
    rankOf(left.state) - rankOf(right.state) ||
    left.time - right.time ||
    (left.state < right.state ? -1 : Number(left.state > right.state))
  );
}

function rankOf(state: string): number {
  return RANKS.get(state) ?? UNKNOWN_RANK;
}
