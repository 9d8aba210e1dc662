import { UnavailableError } from '#shared/errors.ts';

export interface HttpResponse {
  readonly status: number;
  /** Seconds, from Retry-After in either form. */
  readonly retryAfterSeconds: number | undefined;
  readonly body: string;
}

export interface HttpRequest {
  readonly url: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  /** How errors call the target: the address itself may be a secret. */
  readonly target: string;
}

export interface HttpClient {
  /** @throws UnavailableError, ambiguous, when there was no answer in time */
  post(request: HttpRequest): Promise<HttpResponse>;
}

const TIMEOUT_MILLISECONDS = 3000;
const MAX_RESPONSE_CHARACTERS = 1_000_000;

/** No redirects are followed, no call is without a time-out, and no address is named in an error. */
export function createHttpClient(): HttpClient {
  return {
    async post({ url, body, headers, target }) {
      try {
        const signal = AbortSignal.timeout(TIMEOUT_MILLISECONDS);
        const response = await fetch(url, { method: 'POST', body, headers, signal, redirect: 'manual' });
        const text = await response.text();
        return {
          status: response.status,
          retryAfterSeconds: parseRetryAfter(response.headers.get('retry-after'), Date.now()),
          body: text.slice(0, MAX_RESPONSE_CHARACTERS),
        };
      } catch (cause) {
        const why = cause instanceof Error ? cause.name : 'unknown';
        throw new UnavailableError(`${target}: no answer (${why})`, { ambiguous: true });
      }
    },
  };
}

/** Seconds or an HTTP date; undefined when it is neither. */
export function parseRetryAfter(value: string | null, nowMilliseconds: number): number | undefined {
  if (value === null) return undefined;
  if (/^\d+(\.\d+)?$/.test(value.trim())) return Math.ceil(Number(value));
  // Date.parse would also make a date of 'soon 1'.
  const at = /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)/.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(at) ? undefined : Math.max(0, Math.ceil((at - nowMilliseconds) / 1000));
}
