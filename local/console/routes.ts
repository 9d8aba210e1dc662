import type { IncomingMessage, ServerResponse } from 'node:http';
import { json as readJson } from 'node:stream/consumers';
import type { Asset } from './assets.ts';
import type { Feed } from './feed.ts';
import { findObjection, SAFE_HEADERS } from './guard.ts';
import type { Outcome } from './interactions.ts';
import type { Demo } from './sections.ts';

const SLACK = '/slack/';

export interface Parts {
  readonly assets: ReadonlyMap<string, Asset>;
  readonly feed: Feed;
  readonly demos: readonly Demo[];
  readonly runDemo: (name: string) => Promise<unknown>;
  readonly readObject: (key: string) => Promise<string>;
  /** Nothing for what people cannot do. */
  readonly interact: (name: string, input: unknown) => Promise<Outcome | undefined>;
}

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

/** One request to the console: its page, its events, an object of the archive, the start of a demo, or what people do in Slack. */
export async function serve(request: IncomingMessage, response: ServerResponse, parts: Parts): Promise<void> {
  for (const [name, value] of Object.entries(SAFE_HEADERS)) response.setHeader(name, value);
  const objection = findObjection(request, request.socket.localPort ?? 0);
  if (objection !== undefined) return send(response, toText(403, objection));

  const url = new URL(request.url ?? '/', 'http://localhost');
  if (request.method === 'GET' && url.pathname === '/events') return parts.feed.join(response);

  const done =
    request.method === 'POST' && url.pathname.startsWith(SLACK)
      ? await parts.interact(url.pathname.slice(SLACK.length), await readJson(request))
      : undefined;
  send(response, done ? toJson(done) : await findAnswer(request.method ?? '', url, parts));
}

async function findAnswer(method: string, { pathname, searchParams }: URL, parts: Parts): Promise<Answer> {
  const asset = parts.assets.get(pathname);
  const demo = /^\/demos\/(?<name>[\w-]+)$/.exec(pathname)?.groups?.['name'];
  if (method === 'GET' && asset) return { status: 200, ...asset };
  if (method === 'GET' && pathname === '/archive')
    return toText(200, await parts.readObject(searchParams.get('key') ?? ''));
  if (method === 'POST' && demo !== undefined) return startDemo(demo, parts);

  return toText(404, `The console has nothing at ${method} ${pathname}.`);
}

async function startDemo(name: string, { demos, runDemo }: Parts): Promise<Answer> {
  if (!demos.some((demo) => demo.name === name)) return toText(404, `There is no demo "${name}".`);

  await runDemo(name);
  return toText(202, 'started');
}

export function send(response: ServerResponse, { status, type, body }: Answer): void {
  response.writeHead(status, { 'content-type': type }).end(body);
}

function toJson({ status, words }: Outcome): Answer {
  return { status, type: 'application/json; charset=utf-8', body: JSON.stringify({ words }) };
}

export function toText(status: number, body: string): Answer {
  return { status, type: 'text/plain; charset=utf-8', body };
}
