import { deliver } from '#functions/deliver/deliver.ts';
import { askApproval } from '#functions/enrich/ask-approval.ts';
import type { Dispatches } from '#functions/ingest/dispatch.ts';
import { notice, observe } from '#functions/ingest/observe.ts';
import type { ChannelClients, Destination } from '#shared/channels/channel.ts';
import type { Approvals } from '#shared/clients/approvals.ts';
import type { Telemetry } from '#shared/clients/telemetry.ts';
import type { Settings } from '#shared/config/compiled.ts';
import { openDestinations, withSnapshotRule, withSnapshots } from '#shared/config/destinations.ts';
import type { ApprovalMessage } from '#shared/domain/approval-message.ts';
import type { Notice } from '#shared/domain/notice.ts';
import { parseRecordKey } from '#shared/domain/pipeline-event.ts';
import { InvalidInputError } from '#shared/errors.ts';
import { DeliveryEntry, EnrichmentEntry, parseEntry } from '#shared/runtime/entries.ts';
import { type Read, readEvent } from '#shared/sources/index.ts';
import { unwrapValue } from '#shared/sources/unwrap.ts';
import { UNLIMITED } from '#shared/store/budgets.ts';
import { findExecution } from '#shared/store/executions.ts';
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

/** Observe, route and deliver as they run in Lambda, over a table in memory and destinations that only write down. */
export function createRehearsal(settings: Settings): Rehearsal {
  const sent = new Map<string, Rehearsed[]>(Object.keys(settings.destinations).map((name) => [name, []]));
  const notices = new Map<string, Notice>();
  const rejected: Rejected[] = [];
  const app = createStage(settings, sent);
  const looks = createLooks(app);
  return {
    async play(event) {
      const reads = 'error' in event ? event.error : tryRead(event.raw, app.clock.now());
      if (typeof reads === 'string') rejected.push({ file: event.file, index: event.index, error: reads });
      else for (const read of reads) await apply(read);
    },
    async finish() {
      await looks.end();
      const told = [...notices.values()].map(({ kind: _, ...rest }) => rest);
      return { destinations: Object.fromEntries(sent), notices: told, rejected };
    },
  };

  async function apply(read: Read): Promise<void> {
    if ('approval' in read) {
      const found = toNotice(read.approval, app.clock.now());
      notices.set(found.id, found);
      return;
    }
    if ('passedOver' in read) return;
    const time = 'event' in read ? read.event.time : (read.notice.time ?? app.clock.now());
    await looks.until(time);
    app.clock.time = time;
    if ('notice' in read) notices.set(read.notice.id, read.notice);
    await looks.follow('event' in read ? await observe([read.event], app) : await notice(read, app));
  }
}

/** Deployed, CodePipeline is asked about it; here there is nobody to ask. */
function toNotice({ region, pipeline, stage, action }: ApprovalMessage, time: number): Notice {
  const place = `${pipeline}/${stage}/${action}`;
  const title = `An approval message for ${place}: CodePipeline would be asked about it`;
  const where = { source: undefined, account: undefined, region, resource: pipeline };
  return { kind: 'notice', id: `approval-message:${place}`, title, ...where, time };
}

function createStage(settings: Settings, sent: ReadonlyMap<string, Rehearsed[]>) {
  const clock = { time: 0, now: () => clock.time };
  return {
    clock,
    telemetry: SILENT,
    table: createMemoryTable(),
    budgets: UNLIMITED,
    enrichments: { send: unreachable },
    rules: withSnapshotRule(settings.routes),
    approvalRules: settings.approvals ?? [],
    controlRules: settings.controls ?? [],
    destinations: writingDown(withSnapshots(openDestinations(settings)), sent),
    channelClients: NO_CLIENTS,
    owner: 'preview',
  };
}

interface LaterLook {
  readonly at: number;
  readonly record: string;
}

/** Looks at records: at once, as entries ask, and later, at those that were given time to settle. */
function createLooks(app: ReturnType<typeof createStage>) {
  const destinations = [...app.destinations.values()];
  const records = new Set<string>();
  let later: readonly LaterLook[] = [];
  return { follow, until, end };

  async function follow({ deliveries, enrichments }: Dispatches): Promise<void> {
    for (const { body } of deliveries) {
      const entry = parseEntry(DeliveryEntry, body);
      records.add(entry.record);
      await show(entry);
    }
    for (const { body } of enrichments) await ask(parseEntry(EnrichmentEntry, body));
    const asked = enrichments.flatMap(({ body, delaySeconds = 0 }) => {
      const entry = parseEntry(EnrichmentEntry, body);
      return 'message' in entry || entry.settled !== true
        ? []
        : { at: app.clock.time + delaySeconds, record: entry.record };
    });
    later = [...later, ...asked];
  }

  /** As where it is deployed into the account of the event: only there a pipeline can be controlled. */
  async function show(entry: DeliveryEntry): Promise<void> {
    await deliver(entry, { ...app, account: parseRecordKey(entry.record)?.account ?? 'none' });
  }

  /** There is no CodePipeline to ask: an approval is shown as one that is decided in the console. */
  async function ask(entry: EnrichmentEntry): Promise<void> {
    if ('message' in entry || entry.approval === undefined) return;
    const execution = await findExecution(app.table, entry.record);
    if (execution === undefined) return;
    const send = async (deliveries: Dispatches['deliveries']) => follow({ deliveries, enrichments: [] });
    const asking = { ...app, account: 'none', approvals: NO_APPROVALS, deliveries: { send } };
    await askApproval(execution, entry.approval, { record: entry.record, app: asking, isLastTry: true });
  }

  /** What cannot be edited waits for an explanation of a failure; when none came in time, it is told without. */
  async function until(time: number): Promise<void> {
    const due = later.filter(({ at }) => at <= time);
    later = later.filter(({ at }) => at > time);
    for (const { at, record } of due) {
      app.clock.time = at;
      await lookAt(
        record,
        destinations.filter(({ follows }) => follows === 'transitions'),
      );
    }
  }

  /** After the last event, nothing is held back any more. */
  async function end(): Promise<void> {
    await until(Number.POSITIVE_INFINITY);
    for (const record of records) await lookAt(record, destinations);
  }

  async function lookAt(record: string, at: readonly Destination[]): Promise<void> {
    for (const { name: destination } of at) await show({ destination, record, settled: true });
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
const NO_APPROVALS: Approvals = {
  getStage: unreachable,
  findRun: unreachable,
  findExecution: unreachable,
  findTimeoutMinutes: unreachable,
  listChanges: unreachable,
  answer: unreachable,
};

const NO_CLIENTS: ChannelClients = {
  http: { post: unreachable },
  secrets: { get: unreachable, forget: () => undefined },
  topics: { publish: unreachable },
  objects: { put: unreachable },
  buses: { put: unreachable },
  stateMachines: { start: unreachable, findRun: unreachable },
  failureResponse: '',
  slackApiUrl: '',
};

function unreachable(): never {
  throw new Error('a preview reaches nothing outside');
}
