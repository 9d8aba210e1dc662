import type { HttpResponse } from '#shared/clients/http.ts';
import { ConfigError, RateLimitedError, RejectedError, UnavailableError } from '#shared/errors.ts';

const DEFAULT_WAIT_SECONDS = 30;
const NOT_THERE = [401, 403, 404, 410];

/** Nothing for 2xx, else the right error. The body is not repeated: it may quote what was sent. */
export function assertAccepted(target: string, { status, retryAfterSeconds }: HttpResponse): void {
  if (status >= 200 && status < 300) return;
  if (status === 429)
    throw new RateLimitedError(`${target}: rate limited`, {
      retryAfterSeconds: retryAfterSeconds ?? DEFAULT_WAIT_SECONDS,
    });
  if (status >= 500 || status === 408)
    throw new UnavailableError(`${target}: HTTP ${status}`, {
      ambiguous: true,
      ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
    });
  if (NOT_THERE.includes(status))
    throw new ConfigError(
      `${target}: HTTP ${status}; the address was removed or is wrong: store a new one in the secret`,
    );
  throw new RejectedError(`${target}: HTTP ${status}`);
}
