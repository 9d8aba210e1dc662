import type { App } from '#shared/app.ts';
import { inTime } from '#shared/clients/in-time.ts';
import { deriveExecution, type Execution, type Failure } from '#shared/domain/execution.ts';
import { type Facts, facts } from '#shared/domain/facts.ts';
import { DIAGNOSIS } from '#shared/domain/observation.ts';
import { diagnoseStage } from '#shared/enrichment/conditions.ts';
import { AppError } from '#shared/errors.ts';
import { addObservations } from '#shared/store/executions.ts';

export type ExplainStageApp = Pick<App, 'clock' | 'telemetry' | 'table' | 'servicesOf'>;

interface Explaining {
  readonly record: string;
  readonly app: ExplainStageApp;
  readonly isLastTry: boolean;
}

const PATIENCE_MILLISECONDS = 15_000;

/** Asks once why a stage failed in which no action did: a condition of it may have stopped it. */
export async function explainStage(execution: Execution, explaining: Explaining): Promise<Execution> {
  const failure = execution.failures.at(-1);
  if (failure === undefined || failure.actions.length > 0 || failure.isExplained) return execution;
  const { stage, attempt } = failure;
  if (stage === undefined) return execution;
  const { record, app } = explaining;
  const found = await ask(execution, { ...failure, stage }, explaining);
  const now = app.clock.now();
  const diagnosis = { state: DIAGNOSIS, time: now, attempt, stage, facts: found };
  const observations = await addObservations(app.table, record, { observations: [diagnosis], now });
  return deriveExecution(execution.identity, observations);
}

async function ask(
  { identity }: Execution,
  { stage }: Failure & { readonly stage: string },
  { app, isLastTry }: Explaining,
): Promise<Facts> {
  const services = app.servicesOf(identity.account);
  if (services === undefined) return {};
  const { region: pipelineRegion, pipeline, executionId } = identity;
  try {
    const asking = diagnoseStage({ pipelineRegion, pipeline, executionId, stage }, services);
    return facts({ why: (await inTime(asking, PATIENCE_MILLISECONDS, `Why ${stage} failed`))?.why });
  } catch (error) {
    if (error instanceof AppError && error.remedy === 'retry' && !isLastTry) throw error;
    app.telemetry.error('Why a stage failed could not be had', error, { pipeline, stage });
    app.telemetry.count('FactsMissed');
    return {};
  }
}
