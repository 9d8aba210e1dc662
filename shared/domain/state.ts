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
 * Gives every observation its attempt. Old events carry none: there, each RESUMED of the pipeline opens the next attempt
 * for what happened after it.
 */
export function placeInAttempts(observations: readonly Observation[]): readonly Placed[] {
  const resumes = resumeTimes(observations.filter(({ attempt }) => attempt === undefined));
  return observations.map((observation) => ({
    ...observation,
    attempt: observation.attempt ?? 1 + resumes.filter((time) => isAfter(observation, time)).length,
  }));
}

/** Counts RESUMED events without an attempt; the pipeline's where there are any, since each comes with a stage's. */
function resumeTimes(old: readonly Observation[]): readonly number[] {
  const resumed = old.filter(({ state }) => state === 'RESUMED');
  const ofPipeline = resumed.filter(({ stage }) => stage === undefined);
  return [...new Set((ofPipeline.length > 0 ? ofPipeline : resumed).map(({ time }) => time))];
}

function isAfter({ state, time }: Observation, resumed: number): boolean {
  if (state === 'RESUMED') return time + RESUME_SKEW_SECONDS >= resumed;
  // A failure in the second of the retry is the failure that was retried; a success can only follow it.
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
