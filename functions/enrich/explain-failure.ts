import { createHash } from 'node:crypto';
import type { App } from '#shared/app.ts';
import type { AwsServices } from '#shared/clients/aws-services.ts';
import { inTime } from '#shared/clients/in-time.ts';
import { deriveExecution, type Execution } from '#shared/domain/execution.ts';
import { type Facts, facts } from '#shared/domain/facts.ts';
import {
  type ActionConfigurations,
  createActionConfigurations,
} from '#shared/enrichment/action-configuration.ts';
import { findChanges } from '#shared/enrichment/changes.ts';
import type { FailedAction } from '#shared/enrichment/diagnosis.ts';
import {
  explain,
  type FailurePlace,
  findFailure,
  toDiagnosis,
  toRevisionDiagnosis,
} from '#shared/enrichment/explain.ts';
import { describeRevisions } from '#shared/enrichment/revisions.ts';
import { AppError, UnavailableError } from '#shared/errors.ts';
import { toDeliveryMessages } from '#shared/routing/delivery-messages.ts';
import { destinationsOf, route } from '#shared/routing/route.ts';
import { addObservations } from '#shared/store/executions.ts';
import { type FindAuthorApp, findAuthor } from './find-author.ts';

export type ExplainApp = FindAuthorApp & Pick<App, 'rules' | 'deliveries' | 'servicesOf'>;

/** For one batch: what CodePipeline told of an execution serves all its failures. */
export type Memo = Map<string, ActionConfigurations>;

interface Explaining {
  readonly record: string;
  readonly app: ExplainApp;
  readonly memo: Memo;
  /** From 1. */
  readonly receiveCount: number;
}

/** Waits of 2, 4, 8, 16 and 32 seconds and something: a minute, in which a burst of failures is over. */
const MAX_TRIES = 6;
/** A diagnosis is several calls; the function has half a minute. */
const PATIENCE_MILLISECONDS = 20_000;

/** Asks why an action failed, once, and lets destinations look again. A service that does not answer costs its facts. */
export async function explainFailure(
  execution: Execution,
  place: FailurePlace,
  explaining: Explaining,
): Promise<void> {
  const { record, app } = explaining;
  const failure = findFailure(execution, place);
  if (failure === undefined) return;
  const destinations = destinationsOf(route(execution, app.rules));
  const present = failure.isExplained
    ? execution
    : await addDiagnosis(execution, { place, failure, explaining });
  await findAuthor(present, destinations, app);
  if (destinations.length === 0) return;
  await app.deliveries.send(toDeliveryMessages({ record, destinations, urgent: false }, app.destinations));
}

interface Adding {
  readonly place: FailurePlace;
  readonly failure: NonNullable<ReturnType<typeof findFailure>>;
  readonly explaining: Explaining;
}

async function addDiagnosis(
  { identity, revisions }: Execution,
  { place, failure, explaining }: Adding,
): Promise<Execution> {
  const { record, app } = explaining;
  const why = await ask(failure.failed, explaining);
  const found = { ...why, ...(await askForChanges(failure.failed, explaining)) };
  const told = await askForRevisions(failure.failed, revisions, explaining);
  const now = app.clock.now();
  const diagnosis = toDiagnosis(place, { attempt: failure.attempt, time: now, found });
  const added = [diagnosis, ...told.map((one) => toRevisionDiagnosis(now, one))];
  const observations = await addObservations(app.table, record, { observations: added, now });
  return deriveExecution(identity, observations);
}

/** @throws UnavailableError, to be tried again later and later: a burst must not use up what the services allow */
async function ask(failed: FailedAction, { record, app, memo, receiveCount }: Explaining): Promise<Facts> {
  const services = app.servicesOf(failed.account);
  if (services === undefined) return {};
  const wantsLog = [...app.destinations.values()].some((destination) => destination.wantsLog);
  try {
    const configurations = configurationsOf(failed.account, services, memo);
    const asking = explain(failed, { services, configurations, wantsLog });
    const { facts: found, missed } = await inTime(
      asking,
      PATIENCE_MILLISECONDS,
      `Why ${failed.action} failed`,
    );
    for (const error of missed) reportMissed(error, failed, app);
    return found;
  } catch (error) {
    if (error instanceof AppError && error.remedy === 'retry' && receiveCount < MAX_TRIES)
      throw new UnavailableError(error.message, {
        cause: error,
        retryAfterSeconds: waitFor(record, receiveCount),
      });
    reportMissed(error, failed, app);
    return {};
  }
}

function reportMissed(error: unknown, { pipeline, stage, action }: FailedAction, { telemetry }: ExplainApp) {
  telemetry.error('Why an action failed could not be had', error, { pipeline, stage, action });
  telemetry.count('FactsMissed');
}

/** What came since the stage last succeeded; where that cannot be had, nothing waits for it. */
async function askForChanges(failed: FailedAction, { app }: Explaining): Promise<Facts> {
  const services = app.servicesOf(failed.account);
  if (services === undefined) return {};
  try {
    const asking = findChanges(failed, services);
    const changes = await inTime(asking, PATIENCE_MILLISECONDS, 'What came since the last success');
    return changes === undefined ? {} : facts({ since: changes.since, changes: String(changes.count) });
  } catch (error) {
    app.telemetry.error('What came since the last success could not be had', error, {
      pipeline: failed.pipeline,
      stage: failed.stage,
    });
    app.telemetry.count('FactsMissed');
    return {};
  }
}

/** Who wrote them, and what they are called; where that cannot be had, nothing waits for it. */
async function askForRevisions(
  failed: FailedAction,
  revisions: readonly Facts[],
  { app, memo }: Explaining,
): Promise<readonly Facts[]> {
  const services = app.servicesOf(failed.account);
  if (services === undefined) return [];
  try {
    const configurations = configurationsOf(failed.account, services, memo);
    const asking = describeRevisions(failed, revisions, { services, configurations });
    return await inTime(asking, PATIENCE_MILLISECONDS, 'What a pipeline took');
  } catch (error) {
    app.telemetry.error('What a pipeline took could not be had', error, { pipeline: failed.pipeline });
    app.telemetry.count('FactsMissed');
    return [];
  }
}

function configurationsOf(account: string, services: AwsServices, memo: Memo): ActionConfigurations {
  const known = memo.get(account) ?? createActionConfigurations(services);
  memo.set(account, known);
  return known;
}

/** Twice as long as before, and for each record somewhat else: what failed together does not come back together. */
function waitFor(record: string, receiveCount: number): number {
  const spread = createHash('sha256').update(record).digest().readUInt8(0) / 255;
  return 2 ** receiveCount * (1 + spread);
}
