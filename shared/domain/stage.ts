import { type Facts, mergeFacts } from './facts.ts';
import { isFailed, isTerminal, latest, type Placed } from './state.ts';

/** State of a stage that the structure names and no event has reached; not a word of AWS. */
export const WAITING = 'WAITING';

export interface Stage {
  readonly name: string;
  readonly state: string;
  readonly attempt: number;
  /** By name. */
  readonly actions: readonly Action[];
}

export interface Action {
  readonly name: string;
  readonly state: string;
  readonly attempt: number;
  readonly facts: Facts;
}

interface Whole {
  /** In the structure's order; empty when it is not known. */
  readonly names: readonly string[];
  readonly attempt: number;
  readonly state: string;
}

/** Stages in order. Those whose own event is missing take what the rest of the record implies. */
export function deriveStages(placed: readonly Placed[], whole: Whole): readonly Stage[] {
  const inStages = placed.filter(({ stage }) => stage !== undefined && stage !== '');
  const names = [...new Set([...whole.names, ...inOrderOfStart(inStages)])];
  const stages = names.map((name) =>
    deriveStage(
      name,
      inStages.filter(({ stage }) => stage === name),
    ),
  );
  const lastReached = stages.findLastIndex(({ state }) => state !== WAITING);
  return stages.map((stage, index) => {
    if (index < lastReached) return { ...stage, state: impliedByLater(stage, stages[lastReached]) };
    return index === lastReached ? { ...stage, state: impliedByWhole(stage, whole) } : stage;
  });
}

function deriveStage(name: string, observations: readonly Placed[]): Stage {
  const actionNames = [
    ...new Set(observations.map(({ action }) => action).filter((action) => action !== undefined)),
  ];
  const actions = actionNames.sort().map((action) => deriveAction(action, observations));
  const own = latest(observations.filter(({ action }) => action === undefined));
  const attempt = Math.max(own?.attempt ?? 0, ...actions.map((action) => action.attempt));
  const failed = actions.some((action) => action.attempt === attempt && isFailed(action.state));
  const known = own?.attempt === attempt ? own.state : undefined;
  if (known !== undefined && (isTerminal(known) || known === 'STOPPING'))
    return { name, state: known, attempt, actions };
  if (failed) return { name, state: 'FAILED', attempt, actions };
  return { name, state: known ?? (actions.length > 0 ? 'STARTED' : WAITING), attempt, actions };
}

function deriveAction(name: string, ofStage: readonly Placed[]): Action {
  const observations = ofStage.filter(({ action }) => action === name);
  const now = latest(observations);
  const attempt = now?.attempt ?? 1;
  const facts = mergeFacts(observations.filter((observation) => observation.attempt === attempt));
  return { name, state: now?.state ?? WAITING, attempt, facts };
}

/** A stage can only be passed by succeeding, in this attempt or in the one that passed it. */
function impliedByLater(stage: Stage, later: Stage | undefined): string {
  const passedInRetry = later !== undefined && later.attempt > stage.attempt && stage.state !== WAITING;
  return !isTerminal(stage.state) || passedInRetry ? 'SUCCEEDED' : stage.state;
}

/** An execution that ended left no stage running; one that is in a later attempt has resumed the stage that had ended. */
function impliedByWhole(stage: Stage, whole: Whole): string {
  const isOver = isTerminal(whole.state);
  if (isOver && (!isTerminal(stage.state) || whole.state === 'SUCCEEDED')) return whole.state;
  const resumed =
    !isOver && whole.attempt > stage.attempt && isTerminal(stage.state) && stage.state !== 'SUCCEEDED';
  return resumed ? 'RESUMED' : stage.state;
}

/** By the start that events tell in milliseconds, else by their whole seconds; ties by name. */
function inOrderOfStart(placed: readonly Placed[]): readonly string[] {
  const starts = new Map<string, number>();
  for (const { stage = '', facts, time } of placed) {
    // What has no time comes last.
    const start = Number(facts.startedAt ?? time * 1000) || Number.MAX_VALUE;
    starts.set(stage, Math.min(start, starts.get(stage) ?? start));
  }
  return [...starts].sort(([a, x], [b, y]) => x - y || (a < b ? -1 : 1)).map(([name]) => name);
}
