import middy from '@middy/core';
import type { Telemetry } from '#shared/clients/telemetry.ts';
import { createObservability, logContext, publishMetrics } from './observability.ts';

/** The edge of a function that a state machine calls. What it throws is for Lambda: it fails the task, by the error's name. */
export function taskHandler(create: (telemetry: Telemetry) => (input: unknown) => Promise<void>) {
  const { logger, metrics, telemetry } = createObservability();
  const work = create(telemetry);
  return middy((input: unknown) => work(input))
    .use(logContext(logger))
    .use(publishMetrics(metrics));
}
