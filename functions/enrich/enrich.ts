import type { App } from '#shared/app.ts';
import { parseDigestKey } from '#shared/domain/digest.ts';
import { deriveExecution, type Execution, isBetweenStages } from '#shared/domain/execution.ts';
import type { Observation } from '#shared/domain/observation.ts';
import { parseRecordKey } from '#shared/domain/pipeline-event.ts';
import { observeStructure, withoutStructure } from '#shared/enrichment/structure.ts';
import { AppError, InvalidInputError } from '#shared/errors.ts';
import { toDeliveryMessages } from '#shared/routing/delivery-messages.ts';
import { destinationsOf, route } from '#shared/routing/route.ts';
import { EnrichmentEntry, parseEntry } from '#shared/runtime/entries.ts';
import type { Outcome, QueueMessage } from '#shared/runtime/sqs.ts';
import { addObservations, findExecution } from '#shared/store/executions.ts';
import { askApproval } from './ask-approval.ts';
import type { Memo } from './ask-services.ts';
import { type ConfirmApp, confirmMessage } from './confirm-message.ts';
import { type ExplainApp, explainFailure } from './explain-failure.ts';
import { explainStage } from './explain-stage.ts';

export type EnrichApp = ConfirmApp & ExplainApp & Pick<App, 'codepipelineOf'>;

/** A throttled API is asked this often before its facts are given up. */
const MAX_TRIES = 4;
/** CodePipeline is asked this often for a new approval, eight seconds apart: a minute. */
const MAX_QUESTIONS = 8;

type Look = Extract<EnrichmentEntry, { readonly record: string }>;

export async function enrichBatch(
  messages: readonly QueueMessage[],
  app: EnrichApp,
): Promise<readonly Outcome[]> {
  const memo: Memo = new Map();
  return Promise.all(
    messages.map(async (message) => {
      try {
        const { receiveCount } = message;
        await enrich(parseEntry(EnrichmentEntry, message.body), { app, memo, receiveCount });
        return { message };
      } catch (error) {
        return { message, error };
      }
    }),
  );
}

interface Context {
  readonly app: EnrichApp;
  readonly memo: Memo;
  /** From 1. */
  readonly receiveCount: number;
}

async function enrich(entry: EnrichmentEntry, { app, memo, receiveCount }: Context): Promise<void> {
  const isLastQuestion = receiveCount >= MAX_QUESTIONS;
  if ('message' in entry) return confirmMessage(entry.message, { app, isLastTry: isLastQuestion });
  const { record, approval, failed } = entry;
  if (approval === undefined && failed === undefined)
    return look(entry, { app, isLastTry: receiveCount >= MAX_TRIES });
  const execution = await expectExecution(record, app);
  if (execution === undefined) return;
  if (failed !== undefined) return explainFailure(execution, failed, { record, app, memo, receiveCount });
  if (approval !== undefined)
    return askApproval(execution, approval, { record, app, isLastTry: isLastQuestion });
}

async function expectExecution(
  record: string,
  { table, telemetry }: Pick<EnrichApp, 'table' | 'telemetry'>,
): Promise<Execution | undefined> {
  if (parseRecordKey(record) === undefined)
    throw new InvalidInputError('an enrichment names a record that is no execution');
  const execution = await findExecution(table, record);
  if (execution === undefined) telemetry.warn('The record is not there any more', { record });
  return execution;
}

interface Looking {
  readonly app: EnrichApp;
  readonly isLastTry: boolean;
}

/** Adds facts that events do not carry, then lets destinations look again. Missing facts never cost a message. */
async function look(
  { record, settled = false, betweenStages = false }: Look,
  { app, isLastTry }: Looking,
): Promise<void> {
  const digest = parseDigestKey(record);
  if (digest !== undefined) return passOn(record, { destinations: [digest.destination], settled, app });
  const before = await expectExecution(record, app);
  if (before === undefined) return;
  const execution =
    before.structure === undefined ? await addStructure(before, { record, app, isLastTry }) : before;
  if (betweenStages && !isBetweenStages(execution)) return;
  const explained = settled ? await explainStage(execution, { record, app, isLastTry }) : execution;
  const destinations = destinationsOf(route(explained, app.rules));
  await passOn(record, { destinations, settled, app });
}

interface Passing {
  readonly destinations: readonly string[];
  readonly settled: boolean;
  readonly app: EnrichApp;
}

async function passOn(record: string, { destinations, settled, app }: Passing): Promise<void> {
  if (destinations.length === 0) return;
  const dispatch = { record, destinations, urgent: false, settled };
  await app.deliveries.send(toDeliveryMessages(dispatch, app.destinations));
}

async function addStructure(
  execution: Execution,
  { record, app, isLastTry }: Looking & { readonly record: string },
): Promise<Execution> {
  const structure = await findStructure(execution, { app, isLastTry });
  const now = app.clock.now();
  const observations = await addObservations(app.table, record, { observations: [structure], now });
  return deriveExecution(execution.identity, observations);
}

async function findStructure(execution: Execution, { app, isLastTry }: Looking): Promise<Observation> {
  // Another account may have a pipeline of the same name as one of ours.
  const codepipeline = app.codepipelineOf(execution.identity.account);
  if (codepipeline === undefined) return withoutStructure();
  try {
    return await observeStructure(execution, {
      table: app.table,
      codepipeline,
      now: app.clock.now(),
    });
  } catch (error) {
    if (!(error instanceof AppError) || (error.remedy === 'retry' && !isLastTry)) throw error;
    app.telemetry.error('The structure of a pipeline could not be had', error, {
      pipeline: execution.identity.pipeline,
    });
    app.telemetry.count('FactsMissed');
    return withoutStructure();
  }
}
