import * as z from 'zod/mini';
import { type Approval, deriveApprovals, TASK_PROVIDER } from './approval.ts';
import type { ControlAction } from './control.ts';
import { type Facts, mergeFacts } from './facts.ts';
import type { History } from './history.ts';
import { APPROVAL, CALL, DIAGNOSIS, type Observation, REMINDER, STRUCTURE } from './observation.ts';
import type { ExecutionIdentity } from './pipeline-event.ts';
import { deriveStages, type Stage, WAITING } from './stage.ts';
import { isFailed, isTerminal, latest, type Placed, placeInAttempts } from './state.ts';

export interface Execution {
  readonly kind: 'execution';
  readonly identity: ExecutionIdentity;
  /** AWS's word for the present state of the pipeline execution. */
  readonly state: string;
  /** 1 until the first retry. */
  readonly attempt: number;
  /** Those of which there was news, in any order; the first one always. */
  readonly attempts: ReadonlySet<number>;
  /** Epoch milliseconds; 0 while it is not known. */
  readonly startedAt: number;
  /** Epoch milliseconds; undefined while it runs, or where no event told. Of a failure, its first sign until its own event. */
  readonly endedAt: number | undefined;
  /** Epoch seconds of the newest event. */
  readonly newestAt: number;
  /** False while all that is known is that somebody asked for it. */
  readonly hasBegun: boolean;
  /** In the pipeline's order; with the structure known, also those that wait. */
  readonly stages: readonly Stage[];
  /** Undefined until enrich has asked; then whether GetPipeline gave it. */
  readonly structure: 'known' | 'unavailable' | undefined;
  /** At most one per attempt, oldest first. */
  readonly failures: readonly Failure[];
  /** Whether some events carry no attempt: then the numbers are inferred from what has arrived. */
  readonly inferredAttempts: boolean;
  /** What and who started it, why and by whom it was stopped, from the pipeline's and the stages' events and calls. */
  readonly facts: Facts;
  /** One per source: commit, message, author, where to see it. */
  readonly revisions: readonly Facts[];
  /** States that were seen of the pipeline itself, each with the last attempt that was in it. */
  readonly seen: ReadonlyMap<string, number>;
  /** Oldest first. */
  readonly approvals: readonly Approval[];
  /** The author of the change, in the terms of the medium that is told; undefined where nobody has looked. */
  readonly authorId?: string;
  /** What somebody may ask for in chat, by signalbox.yml; empty where nobody has looked. */
  readonly controls: readonly ControlAction[];
  /** How those of its pipeline ended that started before it; undefined where nobody has looked. */
  readonly history: History | undefined;
}

export interface Failure {
  readonly attempt: number;
  /** Epoch seconds; 0 while it is not known. */
  readonly time: number;
  /** Undefined while only the pipeline's own FAILED has arrived. */
  readonly stage: string | undefined;
  readonly actions: readonly FailedRun[];
  /** Of the stage, where none of its actions failed. */
  readonly facts: Facts;
  /** Whether the stage failed though no action did, as far as can be known. */
  readonly isOfStage: boolean;
  /** Whether CodePipeline was asked why the stage failed. */
  readonly isExplained: boolean;
}

export interface FailedRun {
  readonly name: string;
  /** Epoch seconds. */
  readonly time: number;
  readonly facts: Facts;
  /** Its service was asked why, whatever it said. */
  readonly isExplained: boolean;
}

/** Observations with these tell of the record, not of what happened. */
const OWN_WORDS: readonly string[] = [STRUCTURE, APPROVAL, REMINDER, DIAGNOSIS, CALL];

/** Of the author of the first change, as the sources tell. */
export function emailOf({ revisions }: Execution): string | undefined {
  return revisions[0]?.authorEmail;
}

/** It runs, and no stage of it does: it waits for the next one, or the news of that has not come yet. */
export function isBetweenStages({ state, stages }: Execution): boolean {
  return !isTerminal(state) && stages.every((stage) => stage.state === WAITING || isTerminal(stage.state));
}

/** Whether all that is known of it is what a state machine asked: then it is that state machine's, and no pipeline's. */
export function isOfStateMachine({ seen, stages }: Execution): boolean {
  const actions = stages.flatMap((stage) => stage.actions);
  return (
    seen.size === 0 && actions.length > 0 && actions.every(({ facts }) => facts.provider === TASK_PROVIDER)
  );
}

/** Everything shown of an execution. Pure, and the same for every order and repetition of the same observations. */
export function deriveExecution(
  identity: ExecutionIdentity,
  observations: readonly Observation[],
): Execution {
  const structures = observations.filter(({ state }) => state === STRUCTURE);
  const references = observations.filter(({ state }) => state === APPROVAL || state === REMINDER);
  const placed = withoutTasks(
    placeInAttempts(observations.filter(({ state }) => !OWN_WORDS.includes(state))),
  );
  const ofPipeline = placed.filter(({ stage }) => stage === undefined);
  const attempts = new Set([1, ...placed.map((observation) => observation.attempt)]);
  const attempt = Math.max(...attempts);
  const diagnoses = observations.filter(({ state }) => state === DIAGNOSIS);
  const failures = deriveFailures(placed).map((failure) => explain(failure, diagnoses));
  const state = deriveState(ofPipeline, attempt, failures);
  const calls = observations.filter((observation) => observation.state === CALL);
  const facts = mergeFacts([...placed.filter(({ action }) => action === undefined), ...calls]);
  const structure = mergeFacts(structures).stages;
  const names = structure === undefined ? [] : parseStageNames(structure);
  const ofAttempt = ofPipeline.filter((observation) => observation.attempt === attempt);
  const endedAt = endOf(state, ofAttempt, failures.at(-1));
  return {
    kind: 'execution',
    identity,
    state,
    attempt,
    attempts,
    startedAt: earliestStart(ofPipeline.length > 0 ? ofPipeline : placed),
    endedAt,
    newestAt: Math.max(0, ...[...placed, ...calls].map(({ time }) => time)),
    hasBegun: placed.length + references.length > 0,
    stages: deriveStages(placed, { names, attempt, state }),
    structure: structure === undefined ? undefined : names.length > 0 ? 'known' : 'unavailable',
    failures,
    inferredAttempts: observations.some(
      ({ attempt: told, state: word }) => told === undefined && !OWN_WORDS.includes(word),
    ),
    facts,
    revisions: deriveRevisions(placed, facts).map((revision) => ({
      ...mergeFacts(diagnoses.filter((told) => told.facts.commit === (revision.commit ?? ''))),
      ...revision,
    })),
    seen: lastAttempts(ofPipeline),
    approvals: deriveApprovals(references, placed, {
      attempt,
      state: ownState(ofPipeline, attempt),
      endedAt,
    }),
    controls: [],
    history: undefined,
  };
}

/** Beside a pipeline's own actions a state machine's question is none: its stage may be none of the pipeline's. */
function withoutTasks(placed: readonly Placed[]): readonly Placed[] {
  const told = placed.filter(({ facts }) => facts.provider !== TASK_PROVIDER);
  return told.length > 0 ? told : placed;
}

/** Where it is not known when it started, what came later says nothing of that, unless it tells. */
function earliestStart(observations: readonly Placed[]): number {
  const isUntimed = observations.some(({ state, time }) => state === 'STARTED' && time === 0);
  return earliest(
    observations.map(({ facts, time }) => Number(facts.startedAt ?? (isUntimed ? 0 : time * 1000))),
  );
}

/** Of those that are known. */
function earliest(times: readonly number[]): number {
  const known = times.filter((time) => time > 0);
  return known.length > 0 ? Math.min(...known) : 0;
}

function lastAttempts(ofPipeline: readonly Placed[]): ReadonlyMap<string, number> {
  const byAttempt = [...ofPipeline].sort((left, right) => left.attempt - right.attempt);
  return new Map(byAttempt.map(({ state, attempt }) => [state, attempt]));
}

/** An approval goes on beside a failed action, until the pipeline itself has ended. */
function ownState(ofPipeline: readonly Placed[], attempt: number): string {
  return latest(ofPipeline.filter((observation) => observation.attempt === attempt))?.state ?? 'STARTED';
}

function deriveState(ofPipeline: readonly Placed[], attempt: number, failures: readonly Failure[]): string {
  const own = latest(ofPipeline.filter((observation) => observation.attempt === attempt));
  if (own !== undefined && (isTerminal(own.state) || own.state === 'STOPPING')) return own.state;
  // An action or stage failed: the pipeline's own FAILED is on its way, or lost.
  if (failures.at(-1)?.attempt === attempt) return 'FAILED';
  return own?.state ?? (attempt > 1 ? 'RESUMED' : 'STARTED');
}

function deriveFailures(placed: readonly Placed[]): readonly Failure[] {
  const failed = placed.filter(({ state }) => isFailed(state));
  const attempts = [...new Set(failed.map(({ attempt }) => attempt))].sort((left, right) => left - right);
  return attempts.map((attempt) => {
    const failure = toFailure(attempt, failed);
    return { ...failure, isOfStage: isOfStage(failure, placed) };
  });
}

function toFailure(attempt: number, failed: readonly Placed[]): Omit<Failure, 'isOfStage'> {
  const here = failed.filter((observation) => observation.attempt === attempt);
  const byTime = [...here].sort((left, right) => left.time - right.time || byName(left.stage, right.stage));
  const names = [...new Set(here.map(({ action }) => action).filter((name) => name !== undefined))].sort();
  return {
    attempt,
    time: earliest(here.map(({ time }) => time)),
    // What a notification rule says of the whole counts where no event of a stage or an action does.
    stage: byTime.map(({ stage }) => stage).find(Boolean) ?? mergeFacts(here).failedStage,
    actions: names.map((name) => {
      const own = here.filter(({ action }) => action === name);
      return { name, time: latest(own)?.time ?? 0, facts: mergeFacts(own), isExplained: false };
    }),
    facts: {},
    isExplained: false,
  };
}

/** All is over, and all that began in the stage went well; where no event tells of any action, one may have failed. */
function isOfStage(
  { attempt, stage, actions }: Omit<Failure, 'isOfStage'>,
  placed: readonly Placed[],
): boolean {
  const ends = placed.filter((own) => own.attempt === attempt && own.stage === undefined);
  if (stage === undefined || actions.length > 0 || !ends.some(({ state }) => isFailed(state))) return false;
  const ofActions = placed.filter((own) => own.action !== undefined && own.attempt <= attempt);
  const here = ofActions.filter((own) => own.stage === stage);
  const lastOf = (name?: string) => latest(here.filter(({ action }) => action === name));
  return ofActions.length > 0 && here.every(({ action }) => lastOf(action)?.state === 'SUCCEEDED');
}

/** An action's own facts, with what its service told when it was asked. */
function explain(failure: Failure, diagnoses: readonly Observation[]): Failure {
  const own = diagnoses.filter(
    ({ stage, attempt }) => stage === failure.stage && attempt === failure.attempt,
  );
  if (own.length === 0) return failure;
  const actions = failure.actions.map((run) => {
    const told = own.filter(({ action }) => action === run.name);
    return { ...run, facts: { ...run.facts, ...mergeFacts(told) }, isExplained: told.length > 0 };
  });
  const ofStage = own.filter(({ action }) => action === undefined);
  return { ...failure, actions, facts: mergeFacts(ofStage), isExplained: ofStage.length > 0 };
}

function endOf(
  state: string,
  ofAttempt: readonly Placed[],
  failure: Failure | undefined,
): number | undefined {
  if (!isTerminal(state)) return undefined;
  const ends = ofAttempt.filter((observation) => observation.state === state).map(({ time }) => time);
  const end = earliest(ends) || (isFailed(state) ? (failure?.time ?? 0) : 0);
  return end === 0 ? undefined : end * 1000;
}

/** The git trigger tells of the source that started it; it is joined to the source action that took the same commit. */
function deriveRevisions(placed: readonly Placed[], trigger: Facts): readonly Facts[] {
  const sources = placed.filter(
    ({ facts }) => facts.commit !== undefined && facts.provider?.startsWith('Source/'),
  );
  const names = [...new Set(sources.map(({ stage, action }) => `${stage}/${action}`))].sort();
  const taken = names.map((name) =>
    mergeFacts(sources.filter(({ stage, action }) => `${stage}/${action}` === name)),
  );
  if (trigger.commit === undefined) return taken;
  const same = taken.find(({ commit }) => commit === trigger.commit);
  return [{ ...same, ...trigger }, ...taken.filter((facts) => facts !== same)];
}

function byName(left = '', right = ''): number {
  return left < right ? -1 : Number(left > right);
}

function parseStageNames(json: string): readonly string[] {
  return z.array(z.string()).parse(JSON.parse(json));
}
