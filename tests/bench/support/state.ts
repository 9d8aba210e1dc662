import { toObservation } from '#shared/domain/observation.ts';
import { toRecordKey } from '#shared/domain/pipeline-event.ts';
import { readEvent } from '#shared/sources/index.ts';
import { addObservations } from '#shared/store/executions.ts';
import type { Table } from '#shared/store/table.ts';
import { retarget } from '#tests/faults/support/schedule.ts';
import { type RawEvent, START } from '#tests/support/build-event.ts';

/** Events of an execution of its own, as if they happened now: old news would be passed over. */
export function asOfNow(events: readonly RawEvent[], executionId: string): readonly RawEvent[] {
  const startSeconds = Math.floor(Date.now() / 1000) - START - 300;
  return events.map((event) => retarget(event, { pipeline: 'web-shop', executionId, startSeconds }));
}

/** Puts what events say into the table; gives the record's key. */
export async function putRecord(table: Table, events: readonly RawEvent[]): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  const seen = events.flatMap((event) => {
    const read = readEvent(event, { receivedAt: now });
    return 'event' in read ? read.event : [];
  });
  const [first] = seen;
  if (first === undefined) throw new Error('No event of an execution');
  const key = toRecordKey(first.execution);
  await addObservations(table, key, { observations: seen.map(toObservation), now });
  return key;
}
