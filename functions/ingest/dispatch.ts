import type { App } from '#shared/app.ts';
import type { OutgoingMessage } from '#shared/clients/queues.ts';

/** What one record's news puts on the queues. */
export interface Dispatches {
  readonly deliveries: readonly OutgoingMessage[];
  readonly enrichments: readonly OutgoingMessage[];
}

/** One send per queue for the whole batch. */
export async function dispatch(
  all: readonly Dispatches[],
  app: Pick<App, 'deliveries' | 'enrichments'>,
): Promise<void> {
  const deliveries = all.flatMap((one) => one.deliveries);
  const enrichments = all.flatMap((one) => one.enrichments);
  await Promise.all([
    deliveries.length > 0 ? app.deliveries.send(deliveries) : undefined,
    enrichments.length > 0 ? app.enrichments.send(enrichments) : undefined,
  ]);
}
