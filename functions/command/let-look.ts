import type { App } from '#shared/app.ts';
import type { Execution } from '#shared/domain/execution.ts';
import { toRecordKey } from '#shared/domain/pipeline-event.ts';
import { toDeliveryMessages } from '#shared/routing/delivery-messages.ts';
import { destinationsOf, route } from '#shared/routing/route.ts';

/** Has every message about the execution brought up to date. */
export async function letLook(
  execution: Execution,
  { rules, destinations, deliveries }: Pick<App, 'rules' | 'destinations' | 'deliveries'>,
): Promise<void> {
  const named = destinationsOf(route(execution, rules));
  if (named.length === 0) return;
  const dispatch = {
    record: toRecordKey(execution.identity),
    destinations: named,
    urgent: false,
    settled: true,
  };
  await deliveries.send(toDeliveryMessages(dispatch, destinations));
}
