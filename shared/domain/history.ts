import * as z from 'zod/mini';
import type { Execution, Failure } from './execution.ts';
import type { Facts } from './facts.ts';
import { whyUnasked } from './failure-codes.ts';
import { isFailed, isTerminal } from './state.ts';

/**
 * How an execution ended, for later ones of its pipeline to be compared with. All that is kept is paid for whenever one
 * is added, so what is usual is left out. What a later version adds is passed over.
 */
export const Run = z.object({
  /** Epoch milliseconds, as is the end. */
  start: z.number(),
  end: z.number(),
  /**
   * AWS's words, and our REJECTED, for the whole, under '', and AWS's for the stages that came to an end. Absent: all
   * succeeded.
   */
  words: z.optional(z.record(z.string(), z.string())),
});
export type Run = Readonly<z.infer<typeof Run>>;

/** How those executions of a pipeline ended that started before a certain one. */
export interface History {
  /** Newest first. */
  readonly runs: readonly Run[];
  /** Whether there may have been more, which are not remembered any more. */
  readonly isOpen: boolean;
}

/** An execution beside those that started before it. */
export interface Comparison {
  readonly failedInARow: number;
  /** Start of the first of them, or its own where there is none, in epoch milliseconds. */
  readonly since: number;
  /** Whether there may have been more. */
  readonly isOpen: boolean;
  /** Median; undefined when too few succeeded to tell. */
  readonly usualSeconds: number | undefined;
}

/** So many are remembered of a pipeline: the last ones by their start. */
export const KEPT_RUNS = 20;
/** Of fewer, none is usual. */
const MIN_SUCCEEDED = 3;

/** Undefined while it runs, and where events have no times. */
export function toRun({
  state,
  startedAt: start,
  endedAt: end,
  stages,
  failures,
}: Execution): Run | undefined {
  if (end === undefined || start === 0) return undefined;
  if (state === 'SUCCEEDED') return { start, end };
  const isRefused = isRefusal(failures.at(-1));
  const ended = stages.filter((stage) => isTerminal(stage.state) && !(isRefused && isFailed(stage.state)));
  const words = Object.fromEntries(ended.map((stage) => [stage.name, stage.state]));
  return { start, end, words: { ...words, '': isRefused && isFailed(state) ? 'REJECTED' : state } };
}

/** Whether people failed it, by saying no or nothing: then nothing is broken. */
function isRefusal({ actions }: Pick<Failure, 'actions'> = { actions: [] }): boolean {
  const isAnswer = ({ provider, errorCode }: Facts) =>
    provider === 'Approval/Manual' && whyUnasked(errorCode) === undefined;
  return actions.length > 0 && actions.every(({ facts }) => isAnswer(facts));
}

/**
 * Given a failure of it: how many executions in a row failed in that stage, this one included. Without: how many
 * failed in a row before it. What people said no to is none, and follows none.
 *
 * Only those that started before it count, so what is said of it stays as it is whatever runs after it. A stage that
 * an execution did not come to, or left unfinished, says nothing.
 */
export function compare({ history, startedAt }: Execution, failure?: Failure): Comparison {
  const { runs = [], isOpen = false } = history ?? {};
  const stage = failure?.stage ?? '';
  const end = runs.findIndex(({ words }) => words === undefined || words[stage] === 'SUCCEEDED');
  const isRefused = isRefusal(failure);
  const before = isRefused ? [] : runs.slice(0, end < 0 ? KEPT_RUNS : end);
  const row = before.filter(({ words }) => words?.[stage] === 'FAILED');
  return {
    failedInARow: row.length + Number(failure !== undefined && !isRefused),
    since: row.at(-1)?.start ?? startedAt,
    isOpen: isOpen && end < 0 && !isRefused,
    usualSeconds: usualOf(runs),
  };
}

/** The median. */
function usualOf(runs: readonly Run[]): number | undefined {
  const lengths = runs.flatMap(({ start, end, words }) => (words === undefined ? end - start : []));
  lengths.sort((left, right) => left - right);
  const { length } = lengths;
  const [lower = 0, upper = 0] = [lengths[(length - 1) >> 1], lengths[length >> 1]];
  return length < MIN_SUCCEEDED ? undefined : (lower + upper) / 2000;
}
