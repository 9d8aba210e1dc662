import { once } from 'node:events';
import { Agent as HttpAgent, type IncomingMessage, request as requestHttp } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import { text } from 'node:stream/consumers';
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
  /** What is kept of the answer; a million unless told. */
  readonly maxCharacters?: number;
}

export interface HttpClient {
  /** @throws UnavailableError, ambiguous, when there was no answer in time */
  post(request: HttpRequest): Promise<HttpResponse>;
}

export interface HttpUpload extends Omit<HttpRequest, 'body'> {
  readonly body: string | Uint8Array;
}

export interface HttpStore {
  /** The same, of what is larger and takes longer. */
  put(request: HttpUpload): Promise<HttpResponse>;
}

const TIMEOUT_MILLISECONDS = { POST: 3000, PUT: 10_000 };
type Method = keyof typeof TIMEOUT_MILLISECONDS;
/** One wrong header must not silence a channel for years; nor can a queue hold a message back for more than 12 hours. */
const MAX_WAIT_SECONDS = 43_000;
const MAX_RESPONSE_CHARACTERS = 1_000_000;

/** Below the five seconds after which many servers close; one that was frozen with its environment goes at the thaw. */
const IDLE_MILLISECONDS = 4000;

/**
 * No redirects are followed, no call is without a time-out, and no address is named in an error. Over the runtime's
 * plain client: `fetch` would cost 10 ms more at a cold start and twice the CPU of each call.
 */
export function createHttpClient(): HttpClient & HttpStore {
  const settings = { keepAlive: true, timeout: IDLE_MILLISECONDS };
  const agents = { 'http:': new HttpAgent(settings), 'https:': new HttpsAgent(settings) };
  return {
    post: (request) => exchange('POST', request, agents),
    put: (request) => exchange('PUT', request, agents),
  };
}

async function exchange(
  method: Method,
  request: HttpUpload,
  agents: Sending['agents'],
): Promise<HttpResponse> {
  const { url, body, headers, target, maxCharacters = MAX_RESPONSE_CHARACTERS } = request;
  const signal = AbortSignal.timeout(TIMEOUT_MILLISECONDS[method]);
  try {
    const response = await send(toAddress(url), { method, agents, body, headers, signal });
    return {
      status: response.statusCode ?? 0,
      retryAfterSeconds: parseRetryAfter(response.headers['retry-after'] ?? null, Date.now()),
      body: (await text(response)).slice(0, maxCharacters),
    };
  } catch (cause) {
    const why = signal.aborted ? 'TimeoutError' : nameOf(cause);
    throw new UnavailableError(`${target}: no answer (${why})`, { ambiguous: true });
  }
}

function toAddress(url: string): URL {
  const address = new URL(url);
  if (address.username !== '' || address.password !== '')
    throw new TypeError('an address with a user name is not called');
  return address;
}

interface Sending {
  readonly method: Method;
  readonly agents: { readonly 'http:': HttpAgent; readonly 'https:': HttpsAgent };
  readonly body: string | Uint8Array;
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

async function send(
  address: URL,
  { method, agents, body, headers, signal }: Sending,
): Promise<IncomingMessage> {
  const length = { 'content-length': Buffer.byteLength(body) };
  // The signal hears errors that come after the answer, too: of who hangs up on the rest of what it was sent.
  const options = { method, headers: { ...headers, ...length }, signal };
  const request =
    address.protocol === 'http:'
      ? requestHttp(address, { ...options, agent: agents['http:'] })
      : requestHttps(address, { ...options, agent: agents['https:'] });
  request.end(body);
  const [response] = await once(request, 'response');
  return response;
}

/** What kind of failure; its message may hold the address. */
function nameOf(cause: unknown): string {
  if (!(cause instanceof Error)) return 'unknown';
  return 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.name;
}

/** Seconds, at most twelve hours, from seconds or an HTTP date; undefined when it is neither. */
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
