import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterEach } from '@jest/globals';
import { closeServer, listenOnLoopback } from '#local/loopback-server.ts';
import { sign } from '#local/slack/interactivity/sender.ts';

/** Whatever Slack may send, as far as these tests look. */
export interface Payload {
  readonly type: string;
  readonly trigger_id: string;
  readonly response_url: string;
  readonly user: { readonly id: string; readonly team_id: string };
  readonly view: { readonly id: string; readonly state: { readonly values: object } };
}

export interface Received {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
  readonly form: Readonly<Record<string, string>>;
  /** Of a form that has one. */
  readonly payload: Payload;
}

export interface FakeApp {
  readonly url: string;
  readonly received: Received[];
  /** What it answers from now on; 200 and nothing at first. */
  answer: (received: Received) => Promise<{ readonly status?: number; readonly body?: string }>;
}

const stops: (() => Promise<void>)[] = [];

afterEach(async () => {
  await Promise.all(stops.splice(0).map((stop) => stop()));
});

/** Something that Slack tells what people do, ended after the test. */
export async function startFakeApp(): Promise<FakeApp> {
  const server = createServer(async (request, response) => {
    const body = await text(request);
    const form = Object.fromEntries(new URLSearchParams(body));
    const payload = form['payload'] === undefined ? undefined : JSON.parse(form['payload']);
    const received = { headers: request.headers, body, form, payload };
    app.received.push(received);
    const answer = await app.answer(received);
    response.writeHead(answer.status ?? 200).end(answer.body ?? '');
  });
  const url = `http://127.0.0.1:${await listenOnLoopback(server)}/slack`;
  const app: FakeApp = { url, received: [], answer: async () => ({}) };
  stops.push(() => closeServer(server));
  return app;
}

export function isSigned({ headers, body }: Received, signingSecret: string): boolean {
  const timestamp = Number(headers['x-slack-request-timestamp']);
  return headers['x-slack-signature'] === sign(body, timestamp, signingSecret);
}
