import { deliver } from '#functions/deliver/deliver.ts';
import type { Dispatches } from '#functions/ingest/dispatch.ts';
import { notice, observe } from '#functions/ingest/observe.ts';
import type { ChannelClients, Destination } from '#shared/channels/channel.ts';
import type { Telemetry } from '#shared/clients/telemetry.ts';
import type { Settings } from '#shared/config/compiled.ts';
import { openDestinations } from '#shared/config/destinations.ts';
import type { Notice } from '#shared/domain/notice.ts';
import { InvalidInputError } from '#shared/errors.ts';
import { DeliveryEntry, EnrichmentEntry, parseEntry } from '#shared/runtime/entries.ts';
import { type Read, readEvent } from '#shared/sources/index.ts';
import { unwrapValue } from '#shared/sources/unwrap.ts';
import { createMemoryTable } from '#shared/store/memory-table.ts';
import type { FileEvent } from './read-events.ts';

export interface Rehearsed {
  readonly subject: string;
  readonly key: string;
  readonly operation: 'post' | 'update' | 'reply';
  readonly payload: unknown;
}

export interface Rejected {
  readonly file: string;
  readonly index: number;
  readonly error: string;
}

export interface Report {
  readonly destinations: Readonly<Record<string, readonly Rehearsed[]>>;
  readonly notices: readonly Omit<Notice, 'kind'>[];
  readonly rejected: readonly Rejected[];
}

export interface Rehearsal {
  play(event: FileEvent): Promise<void>;
  finish(): Promise<Report>;
}

interface LaterLook {
  readonly at: number;
  readonly record: string;
}

/** Observe, route and deliver as they run in Lambda, over a table in memory and destinations that only write down. */
export function createRehearsal(settings: Settings): Rehearsal {
  const sent = new Map<string, Rehearsed[]>(Object.keys(settings.destinations).map((name) => [name, []]));
  const notices = new Map<string, Notice>();
  const rejected: Rejected[] = [];
  let looks: readonly LaterLook[] = [];
  let now = 0;
  const app = {
    clock: { now: () => now },
    telemetry: SILENT,
    table: createMemoryTable(),
    rules: settings.routes,
    destinations: writingDown(openDestinations(settings), sent),
    channelClients: NO_CLIENTS,
    owner: 'preview',
  };
  return {
    async play(event) {
      const reads = 'error' in event ? event.error : tryRead(event.raw, now);
      if (typeof reads === 'string') rejected.push({ file: event.file, index: event.index, error: reads });
      else for (const read of reads) await apply(read);
    },
    async finish() {
      await lookAgain(Number.POSITIVE_INFINITY);
      const told = [...notices.values()].map(({ kind: _, ...rest }) => rest);
      return { destinations: Object.fromEntries(sent), notices: told, rejected };
    },
  };

  async function apply(read: Read): Promise<void> {
    const time = 'event' in read ? read.event.time : (read.notice.time ?? now);
    await lookAgain(time);
    now = time;
    if ('notice' in read) notices.set(read.notice.id, read.notice);
    await follow('event' in read ? await observe([read.event], app) : await notice(read.notice, app));
  }

  async function follow({ deliveries, enrichments }: Dispatches): Promise<void> {
    for (const { body } of deliveries) await deliver(parseEntry(DeliveryEntry, body), app);
    const later = enrichments.map(({ body, delaySeconds = 0 }) => ({
      at: now + delaySeconds,
      ...parseEntry(EnrichmentEntry, body),
    }));
    looks = [...looks, ...later.filter(({ settled }) => settled === true)];
  }

  /** What cannot be edited waits for an explanation of a failure; when none came in time, it is told without. */
  async function lookAgain(until: number): Promise<void> {
    const due = looks.filter(({ at }) => at <= until);
    looks = looks.filter(({ at }) => at > until);
    const once = [...app.destinations.values()].filter(({ follows }) => follows === 'transitions');
    for (const { at, record } of due) {
      now = at;
      for (const { name } of once) await deliver({ destination: name, record, settled: true }, app);
    }
  }
}

/** The events in it, out of whatever they are wrapped in; or why they cannot be read. */
function tryRead(raw: unknown, receivedAt: number): readonly Read[] | string {
  try {
    return unwrapValue(raw).map((event) => readEvent(event, { receivedAt }));
  } catch (error) {
    if (error instanceof InvalidInputError) return error.message;
    throw error;
  }
}

function writingDown(
  destinations: ReadonlyMap<string, Destination>,
  sent: ReadonlyMap<string, Rehearsed[]>,
): ReadonlyMap<string, Destination> {
  return new Map(
    [...destinations].map(([name, destination]) => [name, toWriter(destination, sent.get(name) ?? [])]),
  );
}

/** Renders as the destination does and keeps what it would send; a message's place in the list is its reference. */
function toWriter(destination: Destination, log: Rehearsed[]): Destination {
  return {
    ...destination,
    render(rendering) {
      const message = destination.render(rendering);
      if (message === undefined) return undefined;
      const { payload } = message;
      return {
        payload,
        async send({ operation, identity: { subject, key } }) {
          const place = log.push({ subject, key, operation, payload });
          return { ref: destination.follows === 'state' ? { place: String(place) } : undefined };
        },
      };
    },
  };
}

const SILENT: Telemetry = {
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  count: () => undefined,
};

/** Whatever reaches out of a preview is a defect of it. */
const NO_CLIENTS: ChannelClients = {
  http: { post: unreachable },
  secrets: { get: unreachable, forget: () => undefined },
  topics: { publish: unreachable },
  objects: { put: unreachable },
  slackApiUrl: '',
};

function unreachable(): never {
  throw new Error('a preview reaches nothing outside');
}
