import type { App } from '#shared/app.ts';
import { announcements } from '#shared/domain/announcement.ts';
import { deriveExecution, type Execution, isBetweenStages } from '#shared/domain/execution.ts';
import { toObservation } from '#shared/domain/observation.ts';
import { type PipelineEvent, toRecordKey } from '#shared/domain/pipeline-event.ts';
import { WAITING } from '#shared/domain/stage.ts';
import { isTerminal } from '#shared/domain/state.ts';
import { toDeliveryMessages } from '#shared/routing/delivery-messages.ts';
import { destinationsOf, route } from '#shared/routing/route.ts';
import type { News } from '#shared/sources/source.ts';
import { saveToldAnswer } from '#shared/store/approvals.ts';
import { addObservations } from '#shared/store/executions.ts';
import { saveNotice } from '#shared/store/notices.ts';
import type { Dispatches } from './dispatch.ts';

export type ObserveApp = Pick<App, 'clock' | 'telemetry' | 'table' | 'rules' | 'destinations'>;

const OLDEST_NEWS_SECONDS = 30 * 86_400;
/** Related events were seen up to 12 s apart; most are there within ten. */
const EXPLANATION_SECONDS = 10;
/** A stage that ended and no next one that began by then: the execution waits, and its message should say so. */
const STAGE_GAP_SECONDS = 60;

/** Adds events of one execution to its record, and says who is to look at it: what observe and route are about. */
export async function observe(
  events: readonly [PipelineEvent, ...PipelineEvent[]],
  app: ObserveApp,
): Promise<Dispatches> {
  const [{ execution: identity }] = events;
  const key = toRecordKey(identity);
  const now = app.clock.now();
  const observations = await addObservations(app.table, key, {
    observations: events.map(toObservation),
    now,
  });
  const execution = deriveExecution(identity, observations);
  // A redrive of old messages must not raise the dead; the archive has them all the same.
  if (execution.newestAt > 0 && execution.newestAt < now - OLDEST_NEWS_SECONDS) {
    app.telemetry.warn('Events are too old to be told', { record: key });
    app.telemetry.count('EventsTooOld', events.length);
    return { deliveries: [], enrichments: [] };
  }
  const destinations = destinationsOf(route(execution, app.rules));
  const urgent = events.some(({ state }) => state === 'FAILED');
  return {
    deliveries: toDeliveryMessages({ record: key, destinations, urgent }, app.destinations),
    enrichments: destinations.length > 0 ? enrichmentsFor(key, execution, events) : [],
  };
}

export async function notice({ notice: found, answer }: News, app: ObserveApp): Promise<Dispatches> {
  const approval = answer && (await saveToldAnswer(app.table, answer, app.clock.now()));
  if (approval !== undefined)
    return { deliveries: [], enrichments: [{ body: JSON.stringify({ record: approval.place.execution }) }] };
  const record = await saveNotice(app.table, found, app.clock.now());
  const destinations = destinationsOf(route(found, app.rules));
  return {
    deliveries: toDeliveryMessages({ record, destinations, urgent: found.tone === 'bad' }, app.destinations),
    enrichments: [],
  };
}

/** The structure once per execution, asked for by events that are few; and a later look where facts may be on their way. */
function enrichmentsFor(record: string, execution: Execution, events: readonly PipelineEvent[]) {
  const isAboutStages = events.some(({ action }) => action === undefined);
  const isUnexplained = announcements(execution).some(({ explained }) => !explained);
  const failed = events.some(({ state }) => state === 'FAILED');
  const stageEnded = events.some(
    ({ stage, action, state }) => stage !== undefined && action === undefined && isTerminal(state),
  );
  const settled = JSON.stringify({ record, settled: true });
  const betweenStages = JSON.stringify({ record, settled: true, betweenStages: true });
  return [
    ...failuresIn(events).map((failed) => ({ body: JSON.stringify({ record, failed }) })),
    ...approvalsIn(events).map((approval) => ({ body: JSON.stringify({ record, approval }) })),
    ...(execution.structure === undefined && isAboutStages ? [{ body: JSON.stringify({ record }) }] : []),
    ...(failed || isUnexplained || isLate(execution, events)
      ? [{ body: settled, delaySeconds: EXPLANATION_SECONDS }]
      : []),
    ...(stageEnded && isBetweenStages(execution)
      ? [{ body: betweenStages, delaySeconds: STAGE_GAP_SECONDS }]
      : []),
  ];
}

/** News only of stages that were passed already: no change of stage, with which it would be shown, may be near. */
function isLate({ state, stages }: Execution, events: readonly PipelineEvent[]): boolean {
  const reached = stages.findLast((stage) => stage.state !== WAITING)?.name;
  const told = events.flatMap(({ stage }) => stage ?? []);
  return !isTerminal(state) && told.length > 0 && !told.includes(reached ?? '');
}

/** Each action that failed and whose service may know why. */
function failuresIn(events: readonly PipelineEvent[]) {
  return events.flatMap(({ stage = '', action, attempt, state, facts }) =>
    action !== undefined && state === 'FAILED' && !facts.provider?.startsWith('Approval/')
      ? [{ stage, action, attempt }]
      : [],
  );
}

/** Each approval action that began, which is to be asked after, or ended, and whose answerer CodePipeline knows. */
function approvalsIn(events: readonly PipelineEvent[]) {
  const found = events.flatMap(({ stage = '', action, facts }) =>
    action !== undefined && facts.provider?.startsWith('Approval/') ? [{ stage, action }] : [],
  );
  return [...new Map(found.map((one) => [JSON.stringify(one), one])).values()];
}
