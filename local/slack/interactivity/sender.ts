import { createHmac } from 'node:crypto';

const USER_AGENT = 'Slackbot 1.0 (+https://api.slack.com/robots)';

/** A request to the app, as it was sent: with these headers and this body it can be sent once more. */
export interface RequestView {
  /** Milliseconds of the clock. */
  readonly at: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly reaction: Reaction;
  readonly milliseconds: number;
}

/** What came back from the app in time. */
export type Reaction =
  | { readonly status: number; readonly body: string }
  | { readonly failure: 'no-url' | 'time-out' | 'unreachable' };

export interface Sender {
  readonly requests: readonly RequestView[];
  readonly setUrl: (url: string) => void;
  readonly send: (fields: Readonly<Record<string, string>>) => Promise<Reaction>;
  /** Breaks off what waits for an answer. */
  readonly abort: () => void;
}

/** Sends what people do to the app's request URL, signed, as a form. */
export function createSender(options: {
  readonly signingSecret: string;
  readonly patienceMilliseconds: number;
  readonly now: () => number;
}): Sender {
  const requests: RequestView[] = [];
  const aborter = new AbortController();
  let url: string | undefined;

  async function send(fields: Readonly<Record<string, string>>): Promise<Reaction> {
    if (url === undefined) return { failure: 'no-url' };

    const at = options.now();
    const body = new URLSearchParams(fields).toString();
    const headers = toHeaders(body, Math.floor(at / 1_000), options.signingSecret);
    const started = performance.now();
    const patience = AbortSignal.timeout(options.patienceMilliseconds);
    const signal = AbortSignal.any([patience, aborter.signal]);
    const reaction = await post(url, { headers, body, signal });
    requests.push({ at, headers, body, reaction, milliseconds: performance.now() - started });
    return reaction;
  }

  return {
    requests,
    setUrl: (given) => {
      url = given;
    },
    send,
    abort: () => aborter.abort(),
  };
}

/** https://docs.slack.dev/authentication/verifying-requests-from-slack */
export function sign(body: string, timestamp: number, signingSecret: string): string {
  return `v0=${createHmac('sha256', signingSecret).update(`v0:${timestamp}:${body}`).digest('hex')}`;
}

function toHeaders(body: string, timestamp: number, signingSecret: string): Readonly<Record<string, string>> {
  return {
    'Content-Type': 'application/x-www-form-urlencoded',
    Accept: 'application/json,*/*',
    'User-Agent': USER_AGENT,
    'X-Slack-Request-Timestamp': String(timestamp),
    'X-Slack-Signature': sign(body, timestamp, signingSecret),
  };
}

async function post(url: string, init: Pick<RequestInit, 'headers' | 'body' | 'signal'>): Promise<Reaction> {
  try {
    const response = await fetch(url, { method: 'POST', redirect: 'manual', ...init });
    return { status: response.status, body: await response.text() };
  } catch (error) {
    const isLate = error instanceof DOMException && error.name === 'TimeoutError';
    return { failure: isLate ? 'time-out' : 'unreachable' };
  }
}
