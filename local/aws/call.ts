import { IncomingMessage } from 'node:http';
import { operationOf } from './json-service.ts';

/** A request that came to the front door, as its signature and body tell. */
export interface Call {
  /** The access key id: each function has one of its own (identity.ts). */
  readonly key: string;
  readonly service: string;
  readonly region: string;
  /** Empty where the service tells its operations apart by method and path. */
  readonly operation: string;
  readonly method: string;
  readonly path: string;
  readonly body: string;
}

interface Scope {
  readonly key: string;
  readonly region: string;
  readonly service: string;
}

/** What a signature was made with and for, be it in the header or (presigned) in the query. */
export function scopeOf(request: IncomingMessage): Scope | undefined {
  const signature = request.headers.authorization ?? decodeURIComponent(request.url ?? '');
  const found = /Credential=([^/]+)\/\d{8}\/([^/]+)\/([^/]+)\/aws4_request/.exec(signature);
  const [, key = '', region = '', service = ''] = found ?? [];
  return found ? { key, region, service } : undefined;
}

/** Reads a request, and gives it once more for the service that it is for: a stream can be read only once. */
export async function overhear(
  request: IncomingMessage,
): Promise<{ readonly call: Call; readonly request: IncomingMessage }> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = Buffer.concat(chunks);
  const { key = '', region = '', service = '' } = scopeOf(request) ?? {};
  const { method = '', url: path = '' } = request;
  return {
    call: { key, region, service, operation: operationOf(request), method, path, body: body.toString() },
    request: repeat(request, body),
  };
}

function repeat(request: IncomingMessage, body: Buffer): IncomingMessage {
  const { method, url, headers, rawHeaders, httpVersion } = request;
  const again = Object.assign(new IncomingMessage(request.socket), {
    ...(method !== undefined && { method }),
    ...(url !== undefined && { url }),
    headers,
    rawHeaders,
    httpVersion,
    // Otherwise its end would count as the sender's hanging up, and close the connection.
    complete: true,
  });
  again.push(body);
  again.push(null);
  return again;
}
