import type { ActionRun, ExecutionHistory } from '#shared/clients/execution-history.ts';
import type { Execution } from '#shared/domain/execution.ts';
import { type Facts, facts } from '#shared/domain/facts.ts';
import type { Observation } from '#shared/domain/observation.ts';
import { isFailed, isTerminal, placeInAttempts } from '#shared/domain/state.ts';

// The API's words for what events call otherwise (reference: common types). The rest is the same word in capitals.
const STATES = new Map([
  ['Cancelled', 'CANCELED'],
  ['InProgress', 'STARTED'],
]);

/** 'GONE': CodePipeline does not know the execution any more. */
export type Missed = readonly Observation[] | 'GONE';

interface Known {
  readonly execution: Execution;
  readonly observations: readonly Observation[];
}

/**
 * What happened to an execution and no event told: CodePipeline's events are best effort. Gives observations that the
 * record does not hold; an execution that runs as the record says costs one call, one that ended costs two.
 */
export async function observeMissed(
  { execution, observations }: Known,
  history: ExecutionHistory,
): Promise<Missed> {
  const status = await history.findStatus(execution.identity);
  if (status === undefined) return 'GONE';
  const state = toState(status);
  if (!isTerminal(state)) return [];
  const runs = await history.listRuns(execution.identity);
  const placed = placeInAttempts(observations);
  const attemptAt = (time: number) =>
    Math.max(1, ...placed.filter((seen) => seen.time <= time).map(({ attempt }) => attempt));
  const found: readonly Observation[] = [
    ...runs.map((run) => toActionObservation(run, attemptAt(run.startedAt))),
    { state, time: endOf(runs, execution), attempt: execution.attempt, facts: {} },
  ];
  const numbered = execution.inferredAttempts ? found.map(({ attempt: _, ...rest }) => rest) : found;
  return numbered.filter((one) => !observations.some((seen) => isSame(seen, one)));
}

function toActionObservation(run: ActionRun, attempt: number): Observation {
  const state = toState(run.status);
  return {
    state,
    time: run.updatedAt,
    attempt,
    stage: run.stage,
    action: run.action,
    facts: factsOf(run, state),
  };
}

function factsOf(run: ActionRun, state: string): Facts {
  const { provider, summary, errorCode, externalId, url } = run;
  if (!isFailed(state)) return facts({ provider });
  // The id of an approval can be its token, which is nobody's to see.
  if (provider?.startsWith('Approval/'))
    return facts({ provider, summary, errorCode, startedAt: String(run.startedAt * 1000) });
  return facts({ provider, summary, errorCode, externalId, url });
}

/** GetPipelineExecution tells no times: an execution ends with its last action. */
function endOf(runs: readonly ActionRun[], { newestAt }: Execution): number {
  return Math.max(newestAt, ...runs.map(({ updatedAt }) => updatedAt));
}

function isSame(left: Observation, right: Observation): boolean {
  return (
    left.state === right.state &&
    left.stage === right.stage &&
    left.action === right.action &&
    left.attempt === right.attempt
  );
}

function toState(status: string): string {
  return STATES.get(status) ?? status.toUpperCase();
}
