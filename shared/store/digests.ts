import { DIGEST_PAGE, type Digest, parseDigestKey, toDigest, toDigestKey } from '#shared/domain/digest.ts';
import { deriveExecution } from '#shared/domain/execution.ts';
import { parseRecordKey } from '#shared/domain/pipeline-event.ts';
import { observationsIn } from './executions.ts';
import type { Item, Table } from './table.ts';

const RECORDS = 'records';
const LIFETIME_SECONDS = 86_400;
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

/** Where the executions of a digest lie, whichever of its pages the key names. Other keys are their own. */
export function digestItemKey(key: string): string {
  const digest = parseDigestKey(key);
  return digest === undefined ? key : toDigestKey(digest.destination, digest.slot);
}

/** A page of it, as its executions are now. */
export async function readDigest(
  table: Table,
  key: string,
  item: Item | undefined,
): Promise<Digest | undefined> {
  const first = (parseDigestKey(key)?.page ?? 0) * DIGEST_PAGE;
  const keys = [...(item?.sets.get(RECORDS) ?? [])].sort().slice(first, first + DIGEST_PAGE);
  if (keys.length === 0) return undefined;
  const items = await table.get(keys);
  const executions = keys.flatMap((record) => {
    const identity = parseRecordKey(record);
    const observations = observationsIn(items.get(record));
    return identity === undefined || observations.length === 0 ? [] : deriveExecution(identity, observations);
  });
  return toDigest(key, executions);
}
