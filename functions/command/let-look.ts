import type { App } from '#shared/app.ts';
import type { Execution } from '#shared/domain/execution.ts';
import { toRecordKey } from '#shared/domain/pipeline-event.ts';

/**
 * Has every message about the execution brought up to date. By way of `enrich`, which knows whom it concerns: routes and
 * channels would be a tenth of this function's bundle.
 */
export async function letLook(
  execution: Execution,
  { enrichments }: Pick<App, 'enrichments'>,
): Promise<void> {
  const look = { record: toRecordKey(execution.identity), settled: true };
  await enrichments.send([{ body: JSON.stringify(look) }]);
}
