import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import createDynalite from 'dynalite';

/** DynamoDB in this process; gives the handler of its requests. */
export function createDynamoDb(): (request: IncomingMessage, response: ServerResponse) => void {
  const server = createDynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });

  // dynalite throws, for all to crash, when a client dies in mid-request; so it only gets whole requests.
  return (request, response) =>
    void buffer(request).then(
      (body) => {
        const { method, url, headers } = request;
        server.emit('request', Object.assign(Readable.from([body]), { method, url, headers }), response);
      },
      () => response.destroy(),
    );
}
