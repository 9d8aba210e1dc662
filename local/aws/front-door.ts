import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type Call, overhear, scopeOf } from './call.ts';
import { type JsonService, operationOf, refuse, serveJson } from './json-service.ts';
import { type QueryService, serveQuery } from './query-service.ts';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

// For requests without a signature: the part of X-Amz-Target before the operation.
export const SERVICE_BY_TARGET: Readonly<Record<string, string>> = {
  AmazonSQS: 'sqs',
  AWSEvents: 'events',
  AWSStepFunctions: 'states',
  CodeBuild_20161006: 'codebuild',
  CodeDeploy_20141006: 'codedeploy',
  CodePipeline_20150709: 'codepipeline',
  DynamoDB_20120810: 'dynamodb',
  Logs_20140328: 'logs',
  secretsmanager: 'secretsmanager',
};

/** The one listener: every service's requests arrive here. */
export interface FrontDoor {
  readonly endpoint: string;
  /** Hands a service's requests over as they are. */
  add(service: string, handler: Handler): void;
  /** Serves a service that speaks JSON with X-Amz-Target. */
  addJson(service: string, serve: JsonService): void;
  /** Serves a service that takes forms and answers in XML. */
  addQuery(service: string, serve: QueryService): void;
  close(): Promise<void>;
}

/** Stands between callers and services: lets a request pass, or does to its answer what networks do. */
export type Intercept = (
  caller: { readonly key: string; readonly service: string; readonly operation: string },
  response: ServerResponse,
  pass: () => void,
) => void;

/** @param onCall is told of every request before its service is */
export async function openFrontDoor(
  onCall?: (call: Call) => void,
  intercept?: Intercept,
): Promise<FrontDoor> {
  const handlers = new Map<string, Handler>();
  const server = createServer((request, response) => {
    const service = serviceOf(request);
    const caller = { key: scopeOf(request)?.key ?? '', service, operation: operationOf(request) };
    if (intercept) intercept(caller, response, () => hand(request, response, service));
    else hand(request, response, service);
  });

  function hand(request: IncomingMessage, response: ServerResponse, service: string): void {
    const handler = handlers.get(service);
    if (handler && onCall)
      void overhear(request).then(
        (heard) => {
          onCall(heard.call);
          handler(heard.request, response);
        },
        // Who hung up in the middle of a request waits for no answer.
        () => response.destroy(),
      );
    else if (handler) handler(request, response);
    else refuse(response, `service ${service || '(none named)'} ${operationOf(request)}`.trim());
  }
  // SDK clients keep connections; a close that crosses their next request would look like a lost answer.
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen({ port: 0, host: '127.0.0.1' }, resolve);
  });

  function add(service: string, handler: Handler): void {
    if (handlers.has(service)) throw new Error(`The service ${service} is there already`);
    handlers.set(service, handler);
  }

  return {
    endpoint: `http://127.0.0.1:${portOf(server.address())}`,
    add,
    addJson: (service, serve) =>
      add(service, (request, response) => void serveJson(request, response, serve)),
    addQuery: (service, serve) =>
      add(service, (request, response) => void serveQuery(request, response, serve)),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The service that the signature is for; without one, the one that the operation's name belongs to. */
function serviceOf(request: IncomingMessage): string {
  const target = String(request.headers['x-amz-target'] ?? '').split('.')[0] ?? '';
  return scopeOf(request)?.service ?? SERVICE_BY_TARGET[target] ?? target;
}

export function portOf(address: ReturnType<ReturnType<typeof createServer>['address']>): number {
  if (address === null || typeof address === 'string')
    throw new Error('The server does not listen on a port');
  return address.port;
}
