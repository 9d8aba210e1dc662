import { createHash } from 'node:crypto';
import type { OutgoingMessage } from '#shared/clients/queues.ts';
import { parseDigestKey } from '#shared/domain/digest.ts';

interface Dispatch {
  readonly record: string;
  readonly destinations: readonly string[];
  /** Failures, approvals and decisions overtake progress where a medium limits how often it may be written to. */
  readonly urgent: boolean;
  readonly settled?: boolean;
}

type Budgets = ReadonlyMap<string, { readonly hasBudget: boolean }>;

/**
 * "Destination D, look at record R", for the FIFO queue.
 *
 * What must not overtake itself shares a group: with a budget, a destination's lane; otherwise, one record at one
 * destination, so that a slow record holds up no other. Urgent news goes through both lanes: the urgent one posts, the
 * other edits.
 */
export function toDeliveryMessages(dispatch: Dispatch, budgets: Budgets): readonly OutgoingMessage[] {
  const { record, destinations, urgent, settled = false } = dispatch;
  return destinations.flatMap((destination) => {
    const entry = { destination, record, ...(settled && { settled }) };
    if (!budgets.get(destination)?.hasBudget)
      return { body: JSON.stringify(entry), groupId: `${destination}|${hash(record)}` };
    const progress = { body: JSON.stringify(entry), groupId: `${destination}|${laneOf(record)}` };
    if (!urgent) return progress;
    return [{ body: JSON.stringify({ ...entry, urgent }), groupId: `${destination}|urgent` }, progress];
  });
}

/** A digest waits for room beside progress, not behind it. */
function laneOf(record: string): string {
  return parseDigestKey(record) === undefined ? 'progress' : 'digest';
}

function hash(record: string): string {
  return createHash('sha256').update(record).digest('hex').slice(0, 32);
}
