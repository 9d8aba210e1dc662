import middy from '@middy/core';
import * as z from 'zod/mini';
import type { Telemetry } from '#shared/clients/telemetry.ts';
import { AppError, type Remedy } from '#shared/errors.ts';
import { createObservability, describe, logContext, publishMetrics } from './observability.ts';

/** Of an HTTP API, payload format 2.0. */
const HttpEvent = z.object({
  headers: z.record(z.string(), z.string()),
  body: z.optional(z.string()),
  isBase64Encoded: z.boolean(),
});

export interface IncomingRequest {
  /** In any case; a header that came twice is one, joined by a comma. */
  readonly headers: Readonly<Record<string, string>>;
  /** The very bytes that were sent. */
  readonly body: Buffer;
}

/** A body is sent as JSON; without one the answer is empty. */
export interface Answer {
  readonly status: number;
  readonly body?: Readonly<Record<string, unknown>>;
}

/** The steps of a function that answers requests. */
export type RequestWork = (request: IncomingRequest) => Promise<Answer>;

const MAX_BODY_BYTES = 100 * 1024;
const STATUSES: Readonly<Record<Remedy, number>> = { retry: 503, park: 400, refuse: 401, halt: 500 };

/** The edge of a function behind the public address: the one place that catches, and it tells no detail. */
export function httpHandler(create: (telemetry: Telemetry) => RequestWork) {
  const { logger, metrics, telemetry } = createObservability();
  const work = create(telemetry);
  return middy((event: unknown) => handleRequest(event, work, telemetry))
    .use(logContext(logger))
    .use(publishMetrics(metrics));
}

export async function handleRequest(event: unknown, work: RequestWork, telemetry: Telemetry) {
  const answer = await settle(event, work, telemetry);
  if (answer.status >= 400 && answer.status < 500) telemetry.count('RequestsRefused');
  return toResponse(answer);
}

async function settle(event: unknown, work: RequestWork, telemetry: Telemetry): Promise<Answer> {
  try {
    const { headers, body = '', isBase64Encoded } = HttpEvent.parse(event);
    const encoding = isBase64Encoded ? 'base64' : 'utf8';
    // Before anything is computed of it.
    if (Buffer.byteLength(body, encoding) > MAX_BODY_BYTES) return { status: 413 };
    return await work({ headers, body: Buffer.from(body, encoding) });
  } catch (error) {
    report(error, telemetry);
    return { status: error instanceof AppError ? STATUSES[error.remedy] : 500 };
  }
}

/** That strangers try a public address is no fault. */
function report(error: unknown, telemetry: Telemetry): void {
  if (!(error instanceof AppError)) telemetry.error('A request was not answered', error);
  else if (error.remedy === 'refuse') telemetry.info('A request was refused', describe(error));
  else if (error.remedy === 'retry') telemetry.warn('A request was not answered', describe(error));
  else telemetry.error('A request was not answered', error);
}

function toResponse({ status: statusCode, body }: Answer) {
  if (body === undefined) return { statusCode, body: '' };
  const headers = { 'content-type': 'application/json; charset=utf-8' };
  return { statusCode, headers, body: JSON.stringify(body) };
}
