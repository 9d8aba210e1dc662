import { type Digest, toDigest } from '#shared/domain/digest.ts';
import { deriveExecution } from '#shared/domain/execution.ts';
import { parseRecordKey } from '#shared/domain/pipeline-event.ts';
import { observationsIn } from './executions.ts';
import type { Item, Table } from './table.ts';

const RECORDS = 'records';
const LIFETIME_SECONDS = 86_400;
/** More than a message can list. */
const MAX_RECORDS = 90;

/** Gives how many executions the digest holds then. */
export async function addToDigest(
  table: Table,
  key: string,
  added: { readonly record: string; readonly now: number },
) {
  const item = await table.add(key, {
    sets: { [RECORDS]: [added.record] },
    strings: { schema: '1' },
    numbers: { expires: added.now + LIFETIME_SECONDS },
  });
  return item.sets.get(RECORDS)?.length ?? 0;
}

/** As its executions are now. */
export async function readDigest(
  table: Table,
  key: string,
  item: Item | undefined,
): Promise<Digest | undefined> {
  const keys = [...(item?.sets.get(RECORDS) ?? [])].sort().slice(0, MAX_RECORDS);
  if (keys.length === 0) return undefined;
  const items = await table.get(keys);
  const executions = keys.flatMap((record) => {
    const identity = parseRecordKey(record);
    const observations = observationsIn(items.get(record));
    return identity === undefined || observations.length === 0 ? [] : deriveExecution(identity, observations);
  });
  return toDigest(key, executions);
}
