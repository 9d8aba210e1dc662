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
/** One wrong header must not silence a channel for years. */
const MAX_WAIT_SECONDS = 3600;
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

/** Seconds, at most an hour, from seconds or an HTTP date; undefined when it is neither. */
export function parseRetryAfter(value: string | null, nowMilliseconds: number): number | undefined {
  const seconds = value === null ? undefined : toSeconds(value.trim(), nowMilliseconds);
  return seconds === undefined ? undefined : Math.min(MAX_WAIT_SECONDS, Math.max(0, Math.ceil(seconds)));
}

function toSeconds(value: string, nowMilliseconds: number): number | undefined {
  if (/^\d+(\.\d+)?$/.test(value)) return Number(value);
  // Date.parse would also make a date of 'soon 1'.
  const at = /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)/.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(at) ? undefined : (at - nowMilliseconds) / 1000;
}
