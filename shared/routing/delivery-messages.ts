import { createHash } from 'node:crypto';
import type { OutgoingMessage } from '#shared/clients/queues.ts';

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
 * destination, so that a slow record holds up no other.
 */
export function toDeliveryMessages(dispatch: Dispatch, budgets: Budgets): readonly OutgoingMessage[] {
  const { record, destinations, urgent, settled = false } = dispatch;
  return destinations.map((destination) => ({
    body: JSON.stringify({ destination, record, ...(settled && { settled }) }),
    groupId: budgets.get(destination)?.hasBudget
      ? `${destination}|${urgent ? 'urgent' : 'progress'}`
      : `${destination}|${createHash('sha256').update(record).digest('hex').slice(0, 32)}`,
  }));
}
