import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { ACCOUNT, REGION } from './identity.ts';

// What API Gateway hands over as text; everything else, forms too, in base64.
const TEXT = /^(text\/|application\/(json|javascript|xml)\b)/;

export interface Received {
  readonly id: string;
  readonly routeKey: string;
  readonly body: Buffer;
}

/** Payload format 2.0: header names in small letters, doubled headers in one, forms and whatever is no text in base64. */
export function toEvent(request: IncomingMessage, { id, routeKey, body }: Received) {
  const headers = headersOf(request);
  const isText = TEXT.test(headers['content-type'] ?? '');
  const path = pathOf(request);
  const now = new Date();
  return {
    version: '2.0',
    routeKey,
    rawPath: path,
    rawQueryString: request.url?.split('?')[1] ?? '',
    headers,
    requestContext: {
      accountId: ACCOUNT,
      apiId: id,
      domainName: `${id}.execute-api.${REGION}.amazonaws.com`,
      domainPrefix: id,
      http: {
        method: request.method,
        path,
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp: request.socket.remoteAddress,
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: randomUUID(),
      routeKey,
      stage: '$default',
      time: toLogTime(now),
      timeEpoch: now.getTime(),
    },
    ...(body.length > 0 && { body: body.toString(isText ? 'utf8' : 'base64') }),
    isBase64Encoded: body.length > 0 && !isText,
  };
}

function headersOf({ headersDistinct }: IncomingMessage): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(headersDistinct).map(([name, values = []]) => [name, values.join(',')]),
  );
}

export function pathOf({ url = '/' }: IncomingMessage): string {
  return url.split('?')[0] ?? '/';
}

/** `12/Mar/2026:19:03:58 +0000`. */
function toLogTime(now: Date): string {
  const [, day, month, year, time] = now.toUTCString().split(' ');
  return `${day}/${month}/${year}:${time} +0000`;
}
