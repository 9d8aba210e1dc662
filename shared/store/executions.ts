import { deriveExecution, type Execution } from '#shared/domain/execution.ts';
import { decodeObservation, encodeObservation, type Observation } from '#shared/domain/observation.ts';
import { parseRecordKey } from '#shared/domain/pipeline-event.ts';
import { isTerminal } from '#shared/domain/state.ts';
import type { Item, Table } from './table.ts';

const SCHEMA = '1';
const OBSERVATIONS = 'observations';
const TOUCH_SECONDS = 120;
/** Records live 90 days after their last write. */
export const RECORD_LIFETIME_SECONDS = 90 * 86_400;

/**
 * Adds observations to an execution's record and gives all that it holds afterwards: one UpdateItem without a
 * condition. Adding commutes, so there is no version to compare and no retry loop to get wrong.
 *
 * `open` marks records for the reconciling sweep. It is set by whoever writes last, so disorder can leave it wrong;
 * the sweep derives the state itself.
 */
export async function addObservations(
  table: Table,
  key: string,
  { observations, now }: { readonly observations: readonly Observation[]; readonly now: number },
): Promise<readonly Observation[]> {
  const isOver = observations.some(({ stage, state }) => stage === undefined && isTerminal(state));
  const item = await table.add(key, {
    sets: { [OBSERVATIONS]: observations.map(encodeObservation) },
    strings: isOver ? { schema: SCHEMA } : { schema: SCHEMA, open: 'execution' },
    numbers: { touched: coarse(now), expires: now + RECORD_LIFETIME_SECONDS },
    ...(isOver && { remove: ['open'] }),
  });
  return observationsIn(item);
}

export function observationsIn(item: Item | undefined): readonly Observation[] {
  return (item?.sets.get(OBSERVATIONS) ?? []).map(decodeObservation);
}

/** Undefined: the key is not an execution's, or its record is not there any more. */
export async function findExecution(table: Table, key: string): Promise<Execution | undefined> {
  const identity = parseRecordKey(key);
  if (identity === undefined) return undefined;
  const observations = observationsIn((await table.get([key])).get(key));
  return observations.length > 0 ? deriveExecution(identity, observations) : undefined;
}

/** Each change of it is two writes in the index: so it moves only every two minutes, and never back before `now`. */
function coarse(now: number): number {
  return Math.ceil(now / TOUCH_SECONDS) * TOUCH_SECONDS;
}
