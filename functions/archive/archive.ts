import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { App } from '#shared/app.ts';
import { eventsKey } from '#shared/archive/key.ts';
import { redact } from '#shared/archive/redact.ts';
import type { Outcome, QueueMessage } from '#shared/runtime/sqs.ts';
import { unwrap } from '#shared/sources/unwrap.ts';

export type ArchiveApp = Pick<App, 'objects' | 'telemetry'>;

interface Line {
  readonly message: QueueMessage;
  readonly text: string;
}

/** One object per batch and day, a JSON event a line. Knows nothing of routing, so it cannot be broken by it. */
export async function archive(
  messages: readonly QueueMessage[],
  app: ArchiveApp,
): Promise<readonly Outcome[]> {
  const errors = new Map<QueueMessage, unknown>();
  const lines = messages.flatMap((message) =>
    unwrap(message.body).flatMap((found) => {
      try {
        if ('error' in found) throw found.error;
        return { message, text: JSON.stringify(redact(found.event)) };
      } catch (error) {
        errors.set(message, error);
        return [];
      }
    }),
  );
  const days = Map.groupBy(lines, ({ message }) => Math.floor(message.sentAt / 86_400));
  await Promise.all(
    [...days.values()].map((day) =>
      write(day, app).catch((error: unknown) => {
        for (const { message } of day) errors.set(message, error);
      }),
    ),
  );
  return messages.map((message) => ({ message, error: errors.get(message) }));
}

async function write(lines: readonly Line[], { objects, telemetry }: ArchiveApp): Promise<void> {
  const [first] = lines;
  if (first === undefined) return;
  await objects.put({
    key: eventsKey(first.message.sentAt, nameOf(lines)),
    body: gzipSync(`${lines.map(({ text }) => text).join('\n')}\n`),
    contentType: 'application/x-ndjson',
    contentEncoding: 'gzip',
  });
  telemetry.count('EventsArchived', lines.length);
}

/**
 * Of all its messages: a batch that is repeated as it was replaces what it wrote, and a message that comes again in
 * other company takes nothing away.
 */
function nameOf(lines: readonly Line[]): string {
  const ids = [...new Set(lines.map(({ message }) => message.id))].sort();
  const hash = createHash('sha256').update(ids.join('\n')).digest('hex').slice(0, 16);
  return `${ids[0]}-${hash}`;
}
