import type { ServerResponse } from 'node:http';
import type { Sections } from './sections.ts';

const PAUSE_MILLISECONDS = 100;

export interface Feed {
  /** Sends everything to a new reader, and then what changes. */
  join(response: ServerResponse): void;
  /** Something may have changed. */
  touch(): void;
  close(): void;
}

/** Server-sent events: whole sections, only those that differ from what was sent, a few times a second at most. */
export function createFeed(read: () => Sections): Feed {
  const readers = new Set<ServerResponse>();
  const sent = new Map<string, string>();
  let timer: NodeJS.Timeout | undefined;

  function send(): void {
    timer = undefined;
    if (readers.size === 0) return;

    for (const [name, value] of Object.entries(read())) {
      const text = JSON.stringify(value);
      if (sent.get(name) === text) continue;

      sent.set(name, text);
      for (const reader of readers) reader.write(toEvent(name, text));
    }
  }

  return {
    join(response) {
      response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
      for (const [name, value] of Object.entries(read()))
        response.write(toEvent(name, JSON.stringify(value)));
      readers.add(response);
      response.once('close', () => readers.delete(response));
    },
    touch() {
      timer ??= setTimeout(send, PAUSE_MILLISECONDS);
    },
    close() {
      clearTimeout(timer);
      for (const reader of readers) reader.end();
    },
  };
}

function toEvent(name: string, json: string): string {
  return `event: ${name}\ndata: ${json}\n\n`;
}
