import type { App } from '#shared/app.ts';
import type { ExecutionHistory } from '#shared/clients/execution-history.ts';
import { deriveExecution, type Execution, isOfStateMachine } from '#shared/domain/execution.ts';
import type { Observation } from '#shared/domain/observation.ts';
import { parseRecordKey } from '#shared/domain/pipeline-event.ts';
import { isTerminal } from '#shared/domain/state.ts';
import { observeMissed } from '#shared/enrichment/missed.ts';
import { toDeliveryMessages } from '#shared/routing/delivery-messages.ts';
import { destinationsOf, route } from '#shared/routing/route.ts';
import { addObservations, observationsIn } from '#shared/store/executions.ts';
import { closeRecord, type OpenRecord, type OpenRecords, touchRecord } from '#shared/store/open-records.ts';
import { remind } from './remind.ts';

export type ReconcileApp = Pick<
  App,
  | 'clock'
  | 'telemetry'
  | 'table'
  | 'rules'
  | 'destinations'
  | 'deliveries'
  | 'approvalRules'
  | 'tasks'
  | 'account'
> & { readonly open: OpenRecords; readonly history: ExecutionHistory };

/** Events of a running execution are seldom further apart; one that says nothing for longer is asked after. */
const SILENCE_SECONDS = 180;
/** An approval may wait for weeks: who has been silent for long is asked more and more rarely, but every hour. */
const MAX_WAIT_SECONDS = 3600;
const MAX_RECORDS = 200;
/** CodePipeline allows few reads a second, and the pipelines' owners need them too. */
const AT_ONCE = 2;
const NEEDED_MILLISECONDS = 10_000;

/** Asks CodePipeline about executions that fell silent, and adds what no event told. Nothing open costs no call. */
export async function reconcile(app: ReconcileApp, remainingMilliseconds: () => number): Promise<void> {
  const touchedBefore = app.clock.now() - SILENCE_SECONDS;
  const left = [...(await app.open.list({ kind: 'execution', touchedBefore, limit: MAX_RECORDS }))];
  app.telemetry.info('Silent executions', { count: left.length });
  const worker = async () => {
    for (let record = left.shift(); record !== undefined; record = left.shift()) {
      if (remainingMilliseconds() < NEEDED_MILLISECONDS) return;
      await attempt(record, app);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  await remind(app, remainingMilliseconds);
}

/** One that cannot be asked must not cost the others theirs; it is the first to be asked by the next sweep. */
async function attempt(record: OpenRecord, app: ReconcileApp): Promise<void> {
  try {
    await lookAfter(record, app);
  } catch (error) {
    app.telemetry.error('An execution could not be asked after', error, { record: record.key });
    app.telemetry.count('FactsMissed');
  }
}

async function lookAfter({ key, touched }: OpenRecord, app: ReconcileApp): Promise<void> {
  const identity = parseRecordKey(key);
  const observations = observationsIn((await app.table.get([key])).get(key));
  if (identity === undefined || observations.length === 0) return closeRecord(app.table, key);
  const execution = deriveExecution(identity, observations);
  if (isTerminal(execution.state) || isOfStateMachine(execution)) return closeRecord(app.table, key);
  const now = app.clock.now();
  if (now - touched < waitFor(execution, now)) return;
  if (identity.account !== app.account) return touchRecord(app.table, key, now);
  const missed = await observeMissed({ execution, observations }, app.history);
  if (missed === 'GONE') return giveUp(key, app);
  if (missed.length === 0) return touchRecord(app.table, key, now);
  await repair(execution, { key, missed, app });
}

function waitFor({ newestAt }: Execution, now: number): number {
  return Math.min(MAX_WAIT_SECONDS, Math.max(SILENCE_SECONDS, (now - newestAt) / 4));
}

async function giveUp(key: string, { table, telemetry }: ReconcileApp): Promise<void> {
  telemetry.warn('CodePipeline does not know the execution any more', { record: key });
  await closeRecord(table, key);
}

interface Repair {
  readonly key: string;
  readonly missed: readonly Observation[];
  readonly app: ReconcileApp;
}

async function repair({ identity }: Execution, { key, missed, app }: Repair): Promise<void> {
  const observations = await addObservations(app.table, key, { observations: missed, now: app.clock.now() });
  app.telemetry.count('EventsRecovered', missed.length);
  const execution = deriveExecution(identity, observations);
  const destinations = destinationsOf(route(execution, app.rules));
  if (destinations.length === 0) return;
  const urgent = execution.state === 'FAILED';
  await app.deliveries.send(
    toDeliveryMessages({ record: key, destinations, urgent, settled: true }, app.destinations),
  );
}
