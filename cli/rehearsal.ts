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
import { UnavailableError } from '#shared/errors.ts';
import { DeliveryEntry, EnrichmentEntry, parseEntry } from '#shared/runtime/entries.ts';
import type { Read } from '#shared/sources/index.ts';
import { UNLIMITED } from '#shared/store/budgets.ts';
import { findExecution } from '#shared/store/executions.ts';
import { createMemoryTable } from '#shared/store/memory-table.ts';
import { type Rejected, readAll, timeOf } from './read-all.ts';
import type { FileEvent } from './read-events.ts';

export interface Rehearsed {
  readonly subject: string;
  readonly key: string;
  readonly operation: 'post' | 'update' | 'reply';
  readonly payload: unknown;
}

/** By destination. */
type Sent = ReadonlyMap<string, Rehearsed[]>;

export interface Report {
  readonly destinations: Readonly<Record<string, readonly Rehearsed[]>>;
  readonly notices: readonly Omit<Notice, 'kind'>[];
  readonly rejected: readonly Rejected[];
}

/** Observe, route and deliver as they run in Lambda, over a table in memory and destinations that only write down. */
export async function rehearse(settings: Settings, events: readonly FileEvent[]): Promise<Report> {
  const { reads, start } = readAll(events);
  const sent = new Map<string, Rehearsed[]>(Object.keys(settings.destinations).map((name) => [name, []]));
  const notices = new Map<string, Notice>();
  const app = createApp(settings, sent, start);
  const looks = createLooks({ app, sent });
  for (const read of reads) await apply(read);
  await looks.end();
  return {
    destinations: Object.fromEntries(sent),
    notices: [...notices.values()].map(({ kind: _, ...rest }) => rest),
    rejected: reads.filter((read) => 'error' in read),
  };

  async function apply(read: Read | Rejected): Promise<void> {
    if ('error' in read || 'passedOver' in read) return;
    if ('approval' in read) {
      const found = toNotice(read.approval);
      notices.set(found.id, found);
      return;
    }
    const time = timeOf(read) || start;
    await looks.until(time);
    app.clock.time = time;
    if ('notice' in read) notices.set(read.notice.id, read.notice);
    await looks.follow('event' in read ? await observe([read.event], app) : await notice(read, app));
  }
}

/** Deployed, CodePipeline is asked about it; here there is nobody to ask. */
function toNotice({ region, pipeline, stage, action }: ApprovalMessage): Notice {
  const place = `${pipeline}/${stage}/${action}`;
  const title = `An approval message for ${place}: CodePipeline would be asked about it`;
  const where = { source: undefined, account: undefined, region, resource: pipeline };
  return { kind: 'notice', id: `approval-message:${place}`, title, ...where, time: undefined };
}

function createApp(settings: Settings, sent: Sent, start: number) {
  const clock = { time: start, now: () => clock.time };
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

interface Stage {
  readonly app: ReturnType<typeof createApp>;
  readonly sent: Sent;
}

interface LaterLook {
  readonly at: number;
  readonly record: string;
}

/** Looks at records: at once, as entries ask, and later, at those that were given time to settle. */
function createLooks(stage: Stage) {
  const { app } = stage;
  const destinations = [...app.destinations.values()];
  const records = new Set<string>();
  let later: readonly LaterLook[] = [];
  return { follow, until, end };

  async function follow({ deliveries, enrichments }: Dispatches): Promise<void> {
    for (const { body } of deliveries) {
      const entry = parseEntry(DeliveryEntry, body);
      records.add(entry.record);
      await show(entry, stage);
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
    for (const { name: destination } of at) await show({ destination, record, settled: true }, stage);
  }
}

/** As where it is deployed into the account of the event: only there a pipeline can be controlled. */
async function show(entry: DeliveryEntry, { app, sent }: Stage): Promise<void> {
  const account = parseRecordKey(entry.record)?.account ?? 'none';
  const before = countOf(sent);
  try {
    await deliver(entry, { ...app, account });
  } catch (error) {
    // What is more than one look sends comes with the next, as from the queue.
    if (!(error instanceof UnavailableError) || countOf(sent) === before) throw error;
    await show(entry, { app, sent });
  }
}

function countOf(sent: Sent): number {
  return [...sent.values()].reduce((count, list) => count + list.length, 0);
}

function writingDown(
  destinations: ReadonlyMap<string, Destination>,
  sent: Sent,
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
