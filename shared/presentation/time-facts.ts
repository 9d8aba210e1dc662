import type { Execution, Failure } from '#shared/domain/execution.ts';
import { compare } from '#shared/domain/history.ts';
import type { Fact } from './card.ts';
import { formatDuration } from './format.ts';

/** A smaller difference is none: of the usual time, and in seconds. */
const MIN_DIFFERENCE = 0.2;
const MIN_DIFFERENCE_SECONDS = 10;

/**
 * Of a failure: that it goes on, so one without this is new. Of a success: that it is the first one again. And how long
 * it took, `4 min 12 s (usually 3 min)`: what did not succeed took another way, so its time is compared with nothing.
 * What went on beside a failure is in its `Duration`, and not in `After`; the seconds until its own event are in neither.
 */
export function timeFacts(
  label: 'Duration' | 'After',
  execution: Execution,
  failure: Failure | undefined,
): readonly Fact[] {
  const { startedAt, endedAt, state } = execution;
  const end = failure === undefined ? endedAt : failure.time * 1000;
  if (!end || startedAt === 0) return [];
  const isWell = failure === undefined && state === 'SUCCEEDED';
  const { failedInARow, since, isOpen, usualSeconds } = compare(execution, failure);
  const count = `${isOpen ? 'at least ' : ''}${failedInARow}`;
  const length = formatDuration((end - since) / 1000);
  const isTold = isWell ? failedInARow > 0 : failure !== undefined && failedInARow > 1;
  const streak = isWell
    ? { label: 'Fixed', text: `after ${count} failed execution${failedInARow > 1 ? 's' : ''}, ${length}` }
    : { label: 'Still failing', text: `${count} executions, for ${length}` };
  const isLater = label === 'Duration' && Number(endedAt) - end > MIN_DIFFERENCE_SECONDS * 1000;
  const seconds = ((isLater ? Number(endedAt) : end) - startedAt) / 1000;
  return [...(isTold ? [streak] : []), ...lengthFact(label, seconds, (isWell && usualSeconds) || seconds)];
}

/** Of what began in the second in which it ended, the start is not known. */
function lengthFact(label: string, seconds: number, usual: number): readonly Fact[] {
  if (seconds < 1) return [];
  const isUsual = Math.abs(seconds - usual) <= Math.max(MIN_DIFFERENCE_SECONDS, MIN_DIFFERENCE * usual);
  return [{ label, text: formatDuration(seconds) + (isUsual ? '' : ` (usually ${formatDuration(usual)})`) }];
}
