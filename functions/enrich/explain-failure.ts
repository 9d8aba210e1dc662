import type { App } from '#shared/app.ts';
import { deriveExecution, type Execution } from '#shared/domain/execution.ts';
import {
  type FailurePlace,
  findFailure,
  toDiagnosis,
  toRevisionDiagnosis,
} from '#shared/enrichment/explain.ts';
import type { UnavailableError } from '#shared/errors.ts';
import { toDeliveryMessages } from '#shared/routing/delivery-messages.ts';
import { destinationsOf, route } from '#shared/routing/route.ts';
import { addObservations } from '#shared/store/executions.ts';
import { type Asking, askForMore, askWhy } from './ask-services.ts';
import { type FindAuthorApp, findAuthor } from './find-author.ts';

export type ExplainApp = FindAuthorApp & Pick<App, 'rules' | 'deliveries' | 'servicesOf' | 'pipelineAnswers'>;

interface Explaining extends Pick<Asking, 'record' | 'memo' | 'receiveCount'> {
  readonly app: ExplainApp;
}

/**
 * Asks why an action failed, once, and lets destinations look again. A service that does not answer costs its facts.
 *
 * @throws UnavailableError, to be tried again later and later: a burst must not use up what the services allow
 */
export async function explainFailure(
  execution: Execution,
  place: FailurePlace,
  explaining: Explaining,
): Promise<void> {
  const { record, app, receiveCount } = explaining;
  const failure = findFailure(execution, place);
  if (failure === undefined) return;
  const destinations = destinationsOf(route(execution, app.rules));
  // At a later try the why may be there, and the rest not yet.
  const isDone = failure.isExplained && receiveCount === 1;
  const { present, later } = isDone
    ? { present: execution, later: undefined }
    : await addDiagnosis(execution, { place, failure, explaining });
  await findAuthor(present, destinations, app);
  if (destinations.length > 0)
    await app.deliveries.send(toDeliveryMessages({ record, destinations, urgent: false }, app.destinations));
  if (later !== undefined) throw later;
}

interface Adding {
  readonly place: FailurePlace;
  readonly failure: NonNullable<ReturnType<typeof findFailure>>;
  readonly explaining: Explaining;
}

interface Added {
  readonly present: Execution;
  /** What is still to be asked for, when all else is done. */
  readonly later: UnavailableError | undefined;
}

async function addDiagnosis(
  { identity, revisions }: Execution,
  { place, failure: { failed, attempt, isExplained }, explaining }: Adding,
): Promise<Added> {
  const { record, app } = explaining;
  const services = app.servicesOf(failed.account);
  const asking = services && { ...explaining, services };
  const why = asking === undefined || isExplained ? {} : await askWhy(failed, asking);
  const more = asking && (await askForMore(failed, revisions, asking));
  const now = app.clock.now();
  const diagnosis = toDiagnosis(place, { attempt, time: now, found: { ...why, ...more?.changes } });
  const added = [diagnosis, ...(more?.told ?? []).map((one) => toRevisionDiagnosis(now, one))];
  const observations = await addObservations(app.table, record, { observations: added, now });
  return { present: deriveExecution(identity, observations), later: more?.later };
}
