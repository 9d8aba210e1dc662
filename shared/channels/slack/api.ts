import * as z from 'zod/mini';
import type { HttpClient, HttpResponse } from '#shared/clients/http.ts';
import { ConfigError, RateLimitedError, RejectedError, UnavailableError } from '#shared/errors.ts';
import { type SlackErrorKind, slackErrorKind, TOKEN_ERRORS } from './errors.ts';

const Answer = z.looseObject({
  ok: z.boolean(),
  error: word(/^[a-z0-9_]{1,60}$/),
  needed: word(/^[a-z:.,_]{1,100}$/),
});

const DEFAULT_WAIT_SECONDS = 30;

export interface SlackCall {
  readonly method: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** Methods that read want a form: Slack does not look into JSON that is sent to them. */
  readonly isForm?: boolean;
}

export type SlackAnswer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: string };

export interface SlackApi {
  /**
   * Calls a method and gives its answer, or `ok: false` with the error when the message itself is the cause
   * (`content`) or is no longer there (`gone`).
   *
   * @throws RateLimitedError, UnavailableError, ConfigError
   */
  call<T>(
    call: SlackCall,
    schema: z.ZodMiniType<T>,
  ): Promise<SlackAnswer<T> & { readonly kind?: SlackErrorKind }>;
}

export interface SlackAccess {
  readonly http: HttpClient;
  readonly apiUrl: string;
  readonly token: string;
}

/** Slack's Web API, https://docs.slack.dev/apis/web-api: it answers 200 also when it refuses. */
export function createSlackApi({ http, apiUrl, token }: SlackAccess): SlackApi {
  return {
    async call({ method, body, isForm = false }, schema) {
      const response = await http.post({
        url: `${apiUrl}/${method}`,
        body: isForm ? toForm(body) : JSON.stringify(body),
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': `application/${isForm ? 'x-www-form-urlencoded' : 'json'}; charset=utf-8`,
        },
        target: `Slack ${method}`,
      });
      assertAnswered(method, response);
      const json = parseJson(method, response.body);
      const answer = Answer.safeParse(json);
      if (!answer.success)
        throw new UnavailableError(`Slack ${method}: an answer without ok`, { ambiguous: true });
      if (answer.data.ok) return accept(method, schema.safeParse(json).data);
      return refuse(method, answer.data.error ?? 'unknown_error', answer.data.needed);
    },
  };
}

function toForm(body: Readonly<Record<string, unknown>>): string {
  return new URLSearchParams(
    Object.entries(body).map(([name, value]): [string, string] => [name, String(value)]),
  ).toString();
}

function assertAnswered(method: string, { status, retryAfterSeconds }: HttpResponse): void {
  if (status === 429) {
    const seconds = retryAfterSeconds ?? DEFAULT_WAIT_SECONDS;
    throw new RateLimitedError(`Slack ${method}: rate limited for ${seconds} s`, {
      retryAfterSeconds: seconds,
    });
  }
  if (status >= 500 || status === 408)
    throw new UnavailableError(`Slack ${method}: HTTP ${status}`, {
      ambiguous: true,
      ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
    });
  if (status >= 400) throw new RejectedError(`Slack ${method}: HTTP ${status}`);
}

function parseJson(method: string, body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new UnavailableError(`Slack ${method}: an answer that is not JSON`, { ambiguous: true });
  }
}

function accept<T>(method: string, value: T | undefined) {
  if (value !== undefined) return { ok: true, value } as const;
  throw new UnavailableError(`Slack ${method}: accepted, but the answer lacks what it always has`, {
    ambiguous: true,
  });
}

function refuse(method: string, error: string, needed: string | undefined) {
  const kind = slackErrorKind(error);
  const what = `Slack ${method}: ${error}`;
  if (kind === 'wait') throw new RateLimitedError(what, { retryAfterSeconds: DEFAULT_WAIT_SECONDS });
  if (kind === 'unavailable') throw new UnavailableError(what, { ambiguous: true });
  if (kind === 'config')
    throw new ConfigError(needed === undefined ? what : `${what}; the app needs the scope ${needed}`, {
      isAboutSecret: TOKEN_ERRORS.includes(error),
    });
  return { ok: false, error, kind } as const;
}

/** A word of Slack's, never what a stranger in its place may repeat of our request: errors tell it. */
function word(pattern: RegExp) {
  return z.catch(z.optional(z.string().check(z.regex(pattern))), undefined);
}
