import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import * as z from 'zod';
import { portOf } from '../front-door.ts';

const PREFIX = '/2018-06-01/runtime';

const ReportedError = z.object({
  errorType: z.string().default('Error'),
  errorMessage: z.string().default(''),
  trace: z.array(z.string()).default([]),
});
export type ReportedError = z.infer<typeof ReportedError>;

interface Invocation {
  readonly id: string;
  readonly arn: string;
  readonly payload: string;
  readonly deadline: number;
}

/** What a runtime client told about itself or its work. */
export interface RuntimeEvents {
  /** The client is initialized and waits for work. */
  ready(): void;
  responded(id: string, body: string): void;
  failed(id: string, error: ReportedError): void;
  couldNotStart(error: ReportedError): void;
}

/** Lambda's Runtime API for one environment. */
export interface RuntimeApi {
  readonly address: string;
  /** Answers the client's pending request for work. */
  offer(invocation: Invocation): void;
  close(): void;
}

export async function openRuntimeApi(events: RuntimeEvents): Promise<RuntimeApi> {
  let waiting: ServerResponse | undefined;
  const server = createServer((request, response) => {
    const path = (request.url ?? '').replace(PREFIX, '');
    if (path === '/invocation/next') {
      waiting = response;
      events.ready();
    } else void report({ path, request, response, events });
  });
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen({ port: 0, host: '127.0.0.1' }, resolve);
  });

  return {
    address: `127.0.0.1:${portOf(server.address())}`,
    offer(invocation) {
      waiting?.writeHead(200, headersOf(invocation)).end(invocation.payload);
      waiting = undefined;
    },
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

function headersOf({ id, arn, deadline }: Invocation): Record<string, string> {
  return {
    'content-type': 'application/json',
    'lambda-runtime-aws-request-id': id,
    'lambda-runtime-deadline-ms': String(deadline),
    'lambda-runtime-invoked-function-arn': arn,
    'lambda-runtime-trace-id': `Root=1-${id.slice(0, 8)}-${id.replaceAll('-', '').slice(8)};Sampled=0`,
  };
}

async function report({
  path,
  request,
  response,
  events,
}: {
  path: string;
  request: IncomingMessage;
  response: ServerResponse;
  events: RuntimeEvents;
}): Promise<void> {
  const body = await text(request).catch(() => undefined);
  // The process died in mid-request; its exit is reported by whoever watches it.
  if (body === undefined) return;

  const [, id = '', kind] = /^\/invocation\/([^/]+)\/(response|error)$/.exec(path) ?? [];
  const known = kind !== undefined || path === '/init/error';
  response.writeHead(known ? 202 : 404, { 'content-type': 'application/json' }).end('{"status":"OK"}');
  if (kind === 'response') events.responded(id, body);
  if (kind === 'error') events.failed(id, parseError(body));
  if (path === '/init/error') events.couldNotStart(parseError(body));
}

function parseError(body: string): ReportedError {
  try {
    const parsed = ReportedError.safeParse(JSON.parse(body));
    if (parsed.success) return parsed.data;
  } catch {
    // Not JSON: shown as it came, below.
  }
  return { errorType: 'Unknown', errorMessage: body, trace: [] };
}
