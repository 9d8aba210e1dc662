import type { App } from '#shared/app.ts';
import type { ApprovalMessage } from '#shared/domain/approval-message.ts';
import { type PipelineEvent, toRecordKey } from '#shared/domain/pipeline-event.ts';
import type { Outcome, QueueMessage } from '#shared/runtime/sqs.ts';
import { readEvent } from '#shared/sources/index.ts';
import type { News, Place } from '#shared/sources/source.ts';
import { unwrap } from '#shared/sources/unwrap.ts';
import { assertAllowed } from './assert-allowed.ts';
import { type Dispatches, dispatch } from './dispatch.ts';
import { notice, type ObserveApp, observe } from './observe.ts';

export type IngestApp = ObserveApp & Pick<App, 'accounts' | 'region' | 'deliveries' | 'enrichments'>;

interface Reading {
  readonly message: QueueMessage;
  readonly events: readonly PipelineEvent[];
  readonly notices: readonly News[];
  readonly approvals: readonly ApprovalMessage[];
  readonly error?: unknown;
}

/** Events → observations on their records → who is to look at them. A repeat of any part is harmless. */
export async function ingest(messages: readonly QueueMessage[], app: IngestApp): Promise<readonly Outcome[]> {
  const readings = messages.map((message) => readMessage(message, app));
  const errors = new Map<QueueMessage, unknown>(readings.map(({ message, error }) => [message, error]));
  const work = [...workOnExecutions(readings, app), ...workOnNotices(readings, app)];
  const dispatches = await Promise.all(
    work.map(({ owners, run }) =>
      run().catch((error: unknown) => {
        for (const owner of owners) errors.set(owner, error);
        return NOTHING;
      }),
    ),
  );
  const questions = readings.flatMap(({ approvals }) => approvals.map(toQuestion));
  await dispatch([...dispatches, ...questions], app);
  app.telemetry.count('EventsObserved', readings.flatMap(({ events }) => events).length);
  return messages.map((message) => ({ message, error: errors.get(message) }));
}

const NOTHING: Dispatches = { deliveries: [], enrichments: [] };

/** Neither believed nor dropped: CodePipeline is asked about it. */
function toQuestion(message: ApprovalMessage): Dispatches {
  return { deliveries: [], enrichments: [{ body: JSON.stringify({ message }) }] };
}

/** A body may hold several events; those beside one that cannot be read are taken all the same. */
function readMessage(message: QueueMessage, app: Pick<IngestApp, 'accounts' | 'region'>): Reading {
  const events: PipelineEvent[] = [];
  const notices: News[] = [];
  const approvals: ApprovalMessage[] = [];
  const errors: unknown[] = [];
  for (const found of unwrap(message.body)) {
    try {
      if ('error' in found) throw found.error;
      const read = readEvent(found.event, { receivedAt: message.sentAt, place: ownPlace(app) });
      if ('approval' in read) {
        approvals.push(read.approval);
        continue;
      }
      assertAllowed(read, app.accounts);
      if ('event' in read) events.push(read.event);
      else if ('notice' in read) notices.push(read);
    } catch (error) {
      errors.push(error);
    }
  }
  return { message, events, notices, approvals, error: errors[0] };
}

/** Of events that name none. With members, nobody knows whose they are. */
function ownPlace({ accounts, region }: Pick<IngestApp, 'accounts' | 'region'>): Partial<Place> {
  const [account, ...members] = accounts;
  return { region, ...(account !== undefined && members.length === 0 && { account }) };
}

interface Piece {
  /** The messages that fail with it. */
  readonly owners: readonly QueueMessage[];
  run(): Promise<Dispatches>;
}

/** One update per execution and batch. */
function workOnExecutions(readings: readonly Reading[], app: IngestApp): readonly Piece[] {
  const seen = readings.flatMap(({ message, events }) => events.map((event) => ({ message, event })));
  const groups = Map.groupBy(seen, ({ event }) => toRecordKey(event.execution));
  return [...groups.values()].flatMap(([first, ...others]) =>
    first === undefined
      ? []
      : {
          owners: [first, ...others].map(({ message }) => message),
          run: () => observe([first.event, ...others.map(({ event }) => event)], app),
        },
  );
}

function workOnNotices(readings: readonly Reading[], app: IngestApp): readonly Piece[] {
  const found = readings.flatMap(({ message, notices }) => notices.map((one) => ({ message, one })));
  if (found.length > 0) app.telemetry.count('NoticesMade', found.length);
  return found.map(({ message, one }) => ({ owners: [message], run: () => notice(one, app) }));
}
