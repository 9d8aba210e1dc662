import { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Telemetry } from '#shared/clients/telemetry.ts';
import { AppError } from '#shared/errors.ts';

/** One logger and one set of metrics for an environment's life; the service name comes from POWERTOOLS_SERVICE_NAME. */
export function createObservability() {
  const logger = new Logger();
  const metrics = new Metrics();
  const telemetry: Telemetry = {
    info: (message, fields = {}) => logger.info(message, fields),
    warn: (message, fields = {}) => logger.warn(message, fields),
    error: (message, error, fields = {}) => logger.error(message, { ...fields, ...describe(error) }),
    count: (name, amount = 1) => metrics.addMetric(name, MetricUnit.Count, amount),
  };
  return { logger, metrics, telemetry };
}

/** Who runs, in every line; the event in none, whatever POWERTOOLS_LOGGER_LOG_EVENT says: it may hold credentials and tokens. */
export function logContext(logger: Logger) {
  return injectLambdaContext(logger, { clearState: true, logEvent: false });
}

/** As the library's own middleware, but without its warning at every invocation that has nothing to count. */
export function publishMetrics(metrics: { hasStoredMetrics(): boolean; publishStoredMetrics(): unknown }) {
  const publish = () => {
    if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
  };
  return { after: publish, onError: publish };
}

/** Our own errors are written to be read; a foreign one is told by name and place, since its text may hold anything. */
export function describe(error: unknown): Readonly<Record<string, string | undefined>> {
  if (error instanceof AppError)
    return { code: error.code, reason: error.message, cause: nameOf(error.cause) };
  if (error instanceof Error) return { code: 'bug', reason: `${error.name} ${placeOf(error)}` };
  return { code: 'bug', reason: 'something that is not an error was thrown' };
}

function nameOf(cause: unknown): string | undefined {
  return cause instanceof Error ? cause.name : undefined;
}

/** Function and line of the innermost frames. */
function placeOf({ stack = '', message }: Error): string {
  return stack
    .replace(message, '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 4)
    .map((line) => line.trim())
    .join(' ');
}
