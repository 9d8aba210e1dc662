import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import type { Telemetry } from '#shared/clients/telemetry.ts';
import { createObservability, logContext, publishMetrics } from './observability.ts';

export type ScheduledWork = (remainingMilliseconds: () => number) => Promise<void>;

/** The edge of a function that a schedule calls. What it throws is for Lambda: the next sweep does it again. */
export function scheduleHandler(create: (telemetry: Telemetry) => ScheduledWork) {
  const { logger, metrics, telemetry } = createObservability();
  const work = create(telemetry);
  return middy(async (_event: unknown, context: Context) => work(() => context.getRemainingTimeInMillis()))
    .use(logContext(logger))
    .use(publishMetrics(metrics));
}
