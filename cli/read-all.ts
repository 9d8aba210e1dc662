import type { ExecutionIdentity } from '#shared/domain/pipeline-event.ts';
import { InvalidInputError } from '#shared/errors.ts';
import { type Read, readEvent } from '#shared/sources/index.ts';
import type { Place } from '#shared/sources/source.ts';
import { unwrapValue } from '#shared/sources/unwrap.ts';
import type { FileEvent } from './read-events.ts';

export interface Rejected {
  readonly file: string;
  readonly index: number;
  readonly error: string;
}

export interface Readings {
  /** In order, out of whatever they were wrapped in. */
  readonly reads: readonly (Read | Rejected)[];
  /** Epoch seconds of the earliest; 0 where none has a time. */
  readonly start: number;
}

/**
 * All events, before anything is told of one: where it does not say where its execution is, another may. What has no
 * time is left without, for nothing is received here; else the order of the files would make one up.
 */
export function readAll(events: readonly FileEvent[]): Readings {
  const raws = events.flatMap(open);
  const places = placesIn(raws.map((raw) => tryRead(raw)));
  const reads = raws.map((raw) => {
    const read = tryRead(raw);
    return 'event' in read ? tryRead(raw, places.get(nameOf(read.event.execution))) : read;
  });
  const times = reads.map(timeOf).filter((time) => time > 0);
  return { reads, start: times.length > 0 ? Math.min(...times) : 0 };
}

/** Epoch seconds; 0 where it does not tell. */
export function timeOf(read: Read | Rejected): number {
  if ('event' in read) return read.event.time;
  return 'notice' in read ? (read.notice.time ?? 0) : 0;
}

type Raw = Pick<FileEvent, 'file' | 'index'> & { readonly raw: unknown };

function open(event: FileEvent): readonly (Raw | Rejected)[] {
  if ('error' in event) return [event];
  const { file, index, raw } = event;
  return unwrapValue(raw).map((found) =>
    'error' in found ? { file, index, error: found.error.message } : { file, index, raw: found.event },
  );
}

function tryRead(one: Raw | Rejected, place?: Place): Read | Rejected {
  if ('error' in one) return one;
  try {
    return readEvent(one.raw, { receivedAt: 0, ...(place && { place }) });
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    return { file: one.file, index: one.index, error: error.message };
  }
}

function placesIn(reads: readonly (Read | Rejected)[]): ReadonlyMap<string, Place> {
  const executions = reads.flatMap((read) => ('event' in read ? read.event.execution : []));
  const groups = Map.groupBy(executions, nameOf);
  return new Map(
    [...groups].map(([name, group]) => [
      name,
      {
        account: knownOf(group.map(({ account }) => account)),
        region: knownOf(group.map(({ region }) => region)),
      },
    ]),
  );
}

function nameOf({ pipeline, executionId }: ExecutionIdentity): string {
  return JSON.stringify([pipeline, executionId]);
}

function knownOf(words: readonly string[]): string {
  return words.filter((word) => word !== 'unknown').sort()[0] ?? 'unknown';
}
