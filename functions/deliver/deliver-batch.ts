import { AppError } from '#shared/errors.ts';
import { DeliveryEntry, parseEntry } from '#shared/runtime/entries.ts';
import type { Outcome, QueueMessage } from '#shared/runtime/sqs.ts';
import type { DeliverApp } from './carry-out.ts';
import { deliver } from './deliver.ts';

/** Groups side by side; within one, in order. */
export async function deliverBatch(
  messages: readonly QueueMessage[],
  app: DeliverApp,
): Promise<readonly Outcome[]> {
  const groups = Map.groupBy(messages, ({ groupId }) => groupId);
  const outcomes = await Promise.all([...groups.values()].map((group) => deliverGroup(group, app)));
  return outcomes.flat();
}

async function deliverGroup(messages: readonly QueueMessage[], app: DeliverApp): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  const done = new Set<string>();
  for (const [index, message] of messages.entries()) {
    // All were in the queue before the first was worked on, so its look at the record serves its equals too.
    const error = done.has(message.body) ? undefined : await tryDeliver(message, app);
    if (error !== undefined && holdsUp(error)) {
      return [...outcomes, ...messages.slice(index).map((left) => ({ message: left, error }))];
    }
    done.add(message.body);
    outcomes.push({ message, error });
  }
  return outcomes;
}

async function tryDeliver(message: QueueMessage, app: DeliverApp): Promise<unknown> {
  try {
    await deliver(parseEntry(DeliveryEntry, message.body), app);
    return undefined;
  } catch (error) {
    return error ?? new Error('nothing was thrown as an error');
  }
}

/** What is parked lets the group move on; anything else would let a later entry overtake. */
function holdsUp(error: unknown): boolean {
  return !(error instanceof AppError && error.remedy === 'park');
}
