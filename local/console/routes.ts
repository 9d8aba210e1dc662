import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Asset } from './assets.ts';
import type { Feed } from './feed.ts';
import { findObjection, SAFE_HEADERS } from './guard.ts';
import type { Demo } from './sections.ts';

export interface Parts {
  readonly assets: ReadonlyMap<string, Asset>;
  readonly feed: Feed;
  readonly demos: readonly Demo[];
  readonly runDemo: (name: string) => Promise<unknown>;
  readonly readObject: (key: string) => Promise<string>;
}

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

/** One request to the console: its page, its events, an object of the archive, or the start of a demo. */
export async function serve(request: IncomingMessage, response: ServerResponse, parts: Parts): Promise<void> {
  for (const [name, value] of Object.entries(SAFE_HEADERS)) response.setHeader(name, value);
  const objection = findObjection(request, request.socket.localPort ?? 0);
  if (objection !== undefined) return send(response, toText(403, objection));

  const url = new URL(request.url ?? '/', 'http://localhost');
  if (request.method === 'GET' && url.pathname === '/events') return parts.feed.join(response);

  send(response, await findAnswer(request.method ?? '', url, parts));
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

export function toText(status: number, body: string): Answer {
  return { status, type: 'text/plain; charset=utf-8', body };
}
