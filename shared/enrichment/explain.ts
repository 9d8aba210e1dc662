import type { Execution } from '#shared/domain/execution.ts';
import { type Facts, facts } from '#shared/domain/facts.ts';
import { DIAGNOSIS, type Observation } from '#shared/domain/observation.ts';
import { findDiagnostician } from './diagnoses/index.ts';
import type { Asking, Diagnosis, FailedAction } from './diagnosis.ts';
import { toExcerptFact } from './excerpt.ts';
import { diagnoseAnyAction } from './fallback.ts';

/** A failed action of an execution, as an event names it. */
export interface FailurePlace {
  readonly stage: string;
  readonly action: string;
  /** Undefined on old events: then the last time that it failed. */
  readonly attempt?: number | undefined;
}

interface Found {
  readonly attempt: number;
  readonly failed: FailedAction;
  /** Its service was asked already. */
  readonly isExplained: boolean;
}

/** Undefined: the record knows of no such failure. */
export function findFailure(
  { identity, failures }: Execution,
  { stage, action, attempt }: FailurePlace,
): Found | undefined {
  const failure = failures.findLast(
    (one) =>
      (attempt === undefined || one.attempt === attempt) && one.actions.some(({ name }) => name === action),
  );
  const own = failure?.actions.find(({ name }) => name === action);
  if (failure === undefined || own === undefined) return undefined;
  const { account, region, pipeline, executionId } = identity;
  const failed = {
    account,
    region: own.facts.region ?? region,
    pipelineRegion: region,
    pipeline,
    executionId,
    stage,
    action,
    failedAt: failure.time,
    facts: own.facts,
  };
  return { attempt: failure.attempt, failed, isExplained: own.isExplained };
}

export interface Explanation {
  readonly facts: Facts;
  /** Why parts of it could not be had. */
  readonly missed: readonly unknown[];
}

/** What the action's own service says, or else CodePipeline. @throws errors of AwsServices */
export async function explain(failed: FailedAction, asking: Asking): Promise<Explanation> {
  const found = findDiagnostician(failed.facts.provider ?? '');
  const diagnosis = await found?.diagnose(failed, asking);
  const more = diagnosis?.why === undefined ? await diagnoseAnyAction(failed, asking) : undefined;
  const all = { ...more, ...diagnosis, why: diagnosis?.why ?? more?.why };
  return { facts: toFacts(all, failed), missed: diagnosis?.missed ?? [] };
}

/** That it was asked after, so that nobody waits for it any more; with what was found. */
export function toDiagnosis(
  { stage, action }: FailurePlace,
  { attempt, time, found }: { readonly attempt: number; readonly time: number; readonly found: Facts },
): Observation {
  return { state: DIAGNOSIS, time, attempt, stage, action, facts: found };
}

/** What was found out about a revision: of no attempt, for it stays what it is. */
export function toRevisionDiagnosis(time: number, found: Facts): Observation {
  return { state: DIAGNOSIS, time, facts: found };
}

function toFacts({ why, failedAt, tests, url, log = [] }: Diagnosis, failed: FailedAction): Facts {
  return facts({
    why,
    failedAt,
    tests,
    url: failed.facts.url === undefined ? url : undefined,
    excerpt: toExcerptFact(log),
  });
}
