import type { IncomingMessage, ServerResponse } from 'node:http';
import * as z from 'zod';
import { ServiceFault } from './service-fault.ts';

/** A service of the kind that speaks JSON and names its operation in X-Amz-Target. */
export type JsonService = (operation: string, input: unknown) => Promise<unknown>;

// What a plain bug throws; any other name is taken for the service's own error code.
const BUGS: readonly string[] = ['Error', 'TypeError', 'RangeError', 'ReferenceError', 'SyntaxError'];

export async function serveJson(
  request: IncomingMessage,
  response: ServerResponse,
  service: JsonService,
): Promise<void> {
  const operation = operationOf(request);
  try {
    const body = await readBody(request);
    const output = await service(operation, body === '' ? {} : JSON.parse(body));
    answer(response, 200, output ?? {});
  } catch (error) {
    const fault = toFault(error);
    answer(response, fault.status, { __type: fault.code, message: fault.message });
  }
}

/** Tells what is missing, with a status that SDK clients do not retry. */
export function refuse(response: ServerResponse, what: string): void {
  answer(response, 501, { __type: 'NotImplemented', message: `The embedded AWS has no ${what}` });
}

export function operationOf(request: IncomingMessage): string {
  const target = String(request.headers['x-amz-target'] ?? '');
  return target.slice(target.lastIndexOf('.') + 1);
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(body));
}

export async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

export function toFault(error: unknown): ServiceFault {
  if (error instanceof ServiceFault) return error;
  if (error instanceof z.ZodError) return new ServiceFault('ValidationException', z.prettifyError(error));
  if (!(error instanceof Error)) return new ServiceFault('InternalFailure', String(error), 500);
  if (BUGS.includes(error.name))
    return new ServiceFault('InternalFailure', error.stack ?? error.message, 500);
  return new ServiceFault(error.name, error.message);
}
