import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a medium does with a request: an HTTP answer, or no answer. */
export type Reaction =
  | {
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string;
    }
  | 'cut';

/** A server on loopback that stands for whatever a channel sends to. */
export interface Medium {
  readonly url: string;
  /** Bodies as they arrived. */
  readonly bodies: string[];
  /** Its reaction to every request from now on; a function is given the request's address, headers and body. */
  react(reaction: Reaction | ((request: string) => Reaction)): void;
  stop(): Promise<void>;
}

export async function startMedium(): Promise<Medium> {
  let next: (request: string) => Reaction = () => ({ status: 200 });
  const bodies: string[] = [];
  const server = createServer((request, response) => {
    void readBody(request).then((body) => {
      bodies.push(body);
      answer(response, next([request.url, JSON.stringify(request.headers), body].join('\n')));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    bodies,
    react(reaction) {
      next = typeof reaction === 'function' ? reaction : () => reaction;
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function readBody(request: IncomingMessage): Promise<string> {
  request.setEncoding('utf8');
  let body = '';
  for await (const chunk of request) body += chunk;
  return body;
}

function answer(response: ServerResponse, reaction: Reaction): void {
  if (reaction === 'cut') {
    response.destroy();
    return;
  }
  response.writeHead(reaction.status, reaction.headers).end(reaction.body ?? '');
}
