import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import * as z from 'zod';
import { closeServer, listenOnLoopback } from '../loopback-server.ts';
import { pathOf, toEvent } from './http-event.ts';
import type { Outcome } from './lambda/environment.ts';
import { type Limit, Throttle } from './throttle.ts';

const MAX_BODY_BYTES = 10 * 2 ** 20;

type Invoke = (event: unknown) => Promise<Outcome>;

const Response = z.object({
  statusCode: z.number(),
  headers: z.record(z.string(), z.coerce.string()).default({}),
  body: z.string().default(''),
  isBase64Encoded: z.boolean().default(false),
});
type Response = z.infer<typeof Response>;

/** An HTTP API with functions behind its routes, on a listener of its own on 127.0.0.1. */
export interface HttpApi {
  readonly id: string;
  readonly url: string;
  /** @param routeKey `POST /path`, without variables in it */
  route(routeKey: string, invoke: Invoke): void;
  /** Of all routes together. */
  limit(limit: Limit): void;
  close(): Promise<void>;
}

export async function openHttpApi(id: string): Promise<HttpApi> {
  const routes = new Map<string, Invoke>();
  let throttle = new Throttle();
  const server = createServer((request, response) => {
    void answer(request, { routes, throttle, id }).then(
      (given) => send(response, given),
      // Who hung up in the middle of a request waits for no answer.
      () => response.destroy(),
    );
  });
  server.keepAliveTimeout = 0;
  const url = `http://127.0.0.1:${await listenOnLoopback(server)}`;
  return {
    id,
    url,
    route: (routeKey, invoke) => void routes.set(routeKey, invoke),
    limit: (limit) => {
      throttle = new Throttle(limit);
    },
    close: () => closeServer(server),
  };
}

interface Routing {
  readonly id: string;
  readonly routes: ReadonlyMap<string, Invoke>;
  readonly throttle: Throttle;
}

async function answer(request: IncomingMessage, { id, routes, throttle }: Routing): Promise<Response> {
  const body = await buffer(request);
  const routeKey = `${request.method} ${pathOf(request)}`;
  const invoke = routes.get(routeKey);
  if (invoke === undefined) return message(404, 'Not Found');
  if (!throttle.admits()) return message(429, 'Too Many Requests');
  if (body.length > MAX_BODY_BYTES) return message(413, 'Request Entity Too Large');
  const outcome = await invoke(toEvent(request, { id, routeKey, body }));
  return outcome.ok ? toResponse(outcome.value) : message(500, 'Internal Server Error');
}

/** A value without a status is the body of a success. */
function toResponse(value: unknown): Response {
  if (typeof value !== 'object' || value === null || !('statusCode' in value))
    return json(200, typeof value === 'string' ? value : JSON.stringify(value ?? null));
  const parsed = Response.safeParse(value);
  return parsed.success ? parsed.data : message(500, 'Internal Server Error');
}

function message(statusCode: number, text: string): Response {
  return json(statusCode, JSON.stringify({ message: text }));
}

function json(statusCode: number, body: string): Response {
  return { statusCode, headers: { 'content-type': 'application/json' }, body, isBase64Encoded: false };
}

function send(response: ServerResponse, { statusCode, headers, body, isBase64Encoded }: Response): void {
  response.writeHead(statusCode, headers).end(Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8'));
}
