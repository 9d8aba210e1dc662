import type { ActionDefinition, PipelineDefinition, StageDefinition } from './definition.ts';
import { orderOf } from './definition.ts';
import type { ExecutionResult } from './execution-result.ts';
import type { Behavior, Plan, Trigger } from './plan.ts';

/** STARTED, RESUMED and STOPPING are the states of something that still runs. */
export type ExecutionState =
  | 'STARTED'
  | 'RESUMED'
  | 'STOPPING'
  | 'SUCCEEDED'
  | 'FAILED'
  | 'STOPPED'
  | 'SUPERSEDED';
export type StageState = Exclude<ExecutionState, 'SUPERSEDED'>;
export type ActionState = 'STARTED' | 'SUCCEEDED' | 'FAILED' | 'ABANDONED';

export interface Artifact {
  readonly name: string;
  readonly s3location: { readonly bucket: string; readonly key: string };
}

/** What a run of an approval asks people. */
export interface Approval {
  /** New for every run. */
  readonly token: string;
  readonly expiresAt: number;
  /** ARN of the one who answered. */
  answeredBy?: string;
}

/** What a run of a Lambda action asks its function, job after job. */
export interface Invocation {
  readonly functionName: string;
  /** That of the action, with the values of the variables. */
  readonly configuration: Readonly<Record<string, string>>;
  /** References in it that stand for nothing. */
  readonly unresolved: readonly string[];
  /** Where the function is to put what it makes. */
  readonly outputs: readonly Artifact[];
  /** Oldest first; only the last may wait for an answer. */
  readonly jobs: Job[];
  /** What the function has said before it was done. */
  progress?: ExecutionResult;
  revision?: Revision;
  /** What it gave to later actions. */
  variables?: Readonly<Record<string, string>>;
}

/** One request to the function of an action. */
export interface Job {
  readonly id: string;
  /** What the function asked to be reminded of. */
  readonly continuationToken: string | undefined;
  readonly expiresAt: number;
  isAnswered: boolean;
}

/** What a function says that it has worked on. */
export interface Revision {
  readonly id: string;
  readonly changeId: string;
  /** Seconds since the epoch. */
  readonly created?: number | undefined;
}

export interface ActionRun {
  readonly id: string;
  readonly definition: ActionDefinition;
  readonly behavior: Behavior;
  /** The attempt of the execution in which it runs. */
  readonly attempt: number;
  readonly startedAt: number;
  readonly inputs: readonly Artifact[];
  outputs: readonly Artifact[];
  state: ActionState;
  updatedAt: number;
  result?: ExecutionResult;
  readonly approval?: Approval;
  readonly invocation?: Invocation;
  cancel?: () => void;
}

/** A run that waits for people. */
export interface ApprovalRun extends ActionRun {
  readonly approval: Approval;
}

/** A run that waits for a function. */
export interface InvocationRun extends ActionRun {
  readonly invocation: Invocation;
}

export interface StageRun {
  readonly definition: StageDefinition;
  readonly startedAt: number;
  state: StageState;
  retriedAt?: number;
  /** Every run of every action, oldest first. */
  readonly actions: ActionRun[];
  /** Names of the actions that need not run (again). */
  readonly done: Set<string>;
}

export interface Execution {
  readonly id: string;
  readonly pipeline: Pipeline;
  readonly plan: Plan;
  readonly trigger: Trigger;
  readonly variables: readonly { readonly name: string; readonly value: string }[];
  /** The execution whose release a rollback brings back. */
  readonly rollbackTo?: Execution;
  readonly startedAt: number;
  attempt: number;
  state: ExecutionState;
  updatedAt: number;
  /** The stage it would enter next if it may. */
  waitingFor?: StageDefinition | undefined;
  stop?: { readonly reason: string | undefined; readonly abandon: boolean } | undefined;
  /** The stages it has entered, in order. */
  readonly stages: StageRun[];
  readonly artifacts: Map<string, Artifact>;
  readonly intervened: Set<object>;
}

/** A stage of an execution. */
export interface Position {
  readonly execution: Execution;
  readonly stage: StageRun;
}

/** A run of a Lambda action, with where it runs. */
export interface InvocationPosition extends Position {
  readonly run: InvocationRun;
}

export interface Pipeline {
  readonly definition: PipelineDefinition;
  /** For executions that somebody starts by hand. */
  readonly usualPlan: Plan;
  readonly createdAt: number;
  /** Oldest first. */
  readonly executions: Execution[];
  /** Execution ids by the caller's request token: the same request twice is one execution. */
  readonly requests: Map<string, string>;
}

export function isRunning(state: ExecutionState | ActionState): boolean {
  return state === 'STARTED' || state === 'RESUMED' || state === 'STOPPING';
}

export function isApprovalRun(run: ActionRun): run is ApprovalRun {
  return run.approval !== undefined;
}

export function isInvocationRun(run: ActionRun): run is InvocationRun {
  return run.invocation !== undefined;
}

export function stageRun(execution: Execution, stage: string): StageRun | undefined {
  return execution.stages.find((run) => run.definition.name === stage);
}

/** The runs of one action, oldest first. */
export function runsOf(stage: StageRun, action: string): readonly ActionRun[] {
  return stage.actions.filter((run) => run.definition.name === action);
}

/** The actions to start now: the lowest run order that has something left to do. */
export function dueActions(stage: StageRun): readonly ActionDefinition[] {
  const left = stage.definition.actions.filter((action) => !stage.done.has(action.name));
  const order = Math.min(...left.map(orderOf));
  return left.filter((action) => orderOf(action) === order);
}

/** The executions that would like to enter a stage, oldest first. */
export function waitingFor(pipeline: Pipeline, stage: StageDefinition): readonly Execution[] {
  return pipeline.executions.filter((execution) => execution.waitingFor === stage);
}

/** A stage holds one execution at a time, but in PARALLEL mode. */
export function isOccupied(pipeline: Pipeline, stage: StageDefinition): boolean {
  return pipeline.executions.some((execution) => {
    const run = stageRun(execution, stage.name);
    return run !== undefined && isRunning(run.state);
  });
}

/** The newest execution that has entered a stage. */
export function latestIn(pipeline: Pipeline, stage: string): Execution | undefined {
  return pipeline.executions.findLast((execution) => stageRun(execution, stage));
}
