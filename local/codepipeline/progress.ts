import { completeActionRun, createActionRun, expireActionRun } from './action-run.ts';
import { changeAction, changeExecution, changeStage } from './change.ts';
import type { Start } from './create-execution.ts';
import { createExecution } from './create-execution.ts';
import type { ActionDefinition, StageDefinition } from './definition.ts';
import type {
  ActionRun,
  ApprovalRun,
  Execution,
  InvocationPosition,
  Pipeline,
  Position,
  StageRun,
} from './execution.ts';
import {
  dueActions,
  isApprovalRun,
  isInvocationRun,
  isOccupied,
  isRunning,
  waitingFor,
} from './execution.ts';
import type { ExecutionResult } from './execution-result.ts';
import {
  failInvocation,
  isOpen,
  missingFunction,
  openJob,
  silentFunction,
  unresolvedVariables,
} from './invocation.ts';
import { jobEvent } from './job-event.ts';
import { notifyApprovers } from './notify-approvers.ts';
import type { World } from './world.ts';

/** From the end of one stage to the start of what follows. */
const HANDOVER_MILLISECONDS = 250;

export function startExecution(world: World, pipeline: Pipeline, start: Start): Execution {
  const execution = createExecution(pipeline, start, world.agenda.now());
  pipeline.executions.push(execution);
  changeExecution(world, execution, 'STARTED');
  if (execution.waitingFor) admit(world, pipeline, execution.waitingFor);
  return execution;
}

/** Starts what is due in a stage, if anything is. */
export function startActions(world: World, position: Position): void {
  for (const action of dueActions(position.stage)) startAction(world, position, action);
}

/** Moves a stage on when none of its actions runs. */
export function advance(world: World, position: Position): void {
  const { execution, stage } = position;
  if (stage.actions.some((run) => isRunning(run.state))) return;
  if (execution.stop) halt(world, position, 'STOPPED');
  else if (hasFailed(position)) halt(world, position, 'FAILED');
  else if (dueActions(stage).length === 0) leave(world, position);
  else startActions(world, position);
}

/** Tells that a run has ended, and moves its stage on. */
export function endAction(world: World, position: Position, run: ActionRun): void {
  changeAction(world, position, run);
  advance(world, position);
}

/** Hands a run's function its next job. The answer comes through the API, if one comes at all. */
export function invokeFunction(world: World, position: InvocationPosition, token?: string): () => void {
  const { run } = position;
  const { invocation } = run;
  const job = openJob(world, run, token);
  const event = jobEvent(world.place, position, job);
  world.jobs.invoke(invocation.functionName, event, () => {
    if (isOpen(world, run, job)) giveUp(world, position, missingFunction(invocation));
  });
  return world.agenda.deadline(job.expiresAt, () => giveUp(world, position, silentFunction(invocation)));
}

/** Lets in who may enter a stage. In SUPERSEDED mode only the newest of those who wait may. */
function admit(world: World, pipeline: Pipeline, stage: StageDefinition): void {
  const { mode } = pipeline.definition;
  const waiting = waitingFor(pipeline, stage);
  const overtaken = mode === 'SUPERSEDED' ? waiting.slice(0, -1) : [];
  for (const execution of overtaken) changeExecution(world, execution, 'SUPERSEDED');
  for (const execution of waiting.slice(overtaken.length)) {
    if (mode === 'PARALLEL' || !isOccupied(pipeline, stage)) enter(world, execution, stage);
  }
}

function enter(world: World, execution: Execution, definition: StageDefinition): void {
  const startedAt = world.agenda.now();
  const stage: StageRun = { definition, startedAt, state: 'STARTED', actions: [], done: new Set() };
  execution.waitingFor = undefined;
  execution.stages.push(stage);
  changeStage(world, { execution, stage }, 'STARTED');
  startActions(world, { execution, stage });
}

function startAction(world: World, position: Position, definition: ActionDefinition): void {
  const run = createActionRun(world, position, definition);
  position.stage.actions.push(run);
  changeAction(world, position, run);
  run.cancel = begin(world, position, run);
}

function begin(world: World, position: Position, run: ActionRun): () => void {
  if (isApprovalRun(run)) return ask(world, position, run);
  if (isInvocationRun(run)) return delegate(world, { ...position, run });
  return perform(world, position, run);
}

function perform(world: World, position: Position, run: ActionRun): () => void {
  return world.agenda.after(run.behavior.milliseconds, () => {
    completeActionRun(world, position, run);
    endAction(world, position, run);
  });
}

/** The answer comes from outside, if one comes at all. */
function ask(world: World, position: Position, run: ApprovalRun): () => void {
  notifyApprovers(world, position, run);
  return world.agenda.deadline(run.approval.expiresAt, () => {
    expireActionRun(run);
    endAction(world, position, run);
  });
}

function delegate(world: World, position: InvocationPosition): () => void {
  const { invocation } = position.run;
  if (invocation.unresolved.length === 0) return invokeFunction(world, position);
  // Not at once: the others of its order are to start beside it.
  return world.agenda.after(0, () => giveUp(world, position, unresolvedVariables(invocation)));
}

function giveUp(world: World, position: InvocationPosition, reason: ExecutionResult): void {
  position.run.cancel?.();
  failInvocation(world, position.run, reason);
  endAction(world, position, position.run);
}

/** A stage has succeeded: on to the next, which may have to be waited for. */
function leave(world: World, position: Position): void {
  const { execution, stage } = position;
  const { stages } = execution.pipeline.definition;
  const next = execution.rollbackTo ? undefined : stages[stages.indexOf(stage.definition) + 1];
  execution.waitingFor = next;
  changeStage(world, position, 'SUCCEEDED');
  if (next) admitSoon(world, execution.pipeline, next);
  else changeExecution(world, execution, 'SUCCEEDED');
  admitSoon(world, execution.pipeline, stage.definition);
}

function halt(world: World, position: Position, state: 'FAILED' | 'STOPPED'): void {
  changeStage(world, position, state);
  changeExecution(world, position.execution, state);
  admitSoon(world, position.execution.pipeline, position.stage.definition);
}

function admitSoon(world: World, pipeline: Pipeline, stage: StageDefinition): void {
  world.agenda.after(HANDOVER_MILLISECONDS, () => admit(world, pipeline, stage));
}

function hasFailed({ execution, stage }: Position): boolean {
  return stage.actions.some((run) => run.attempt === execution.attempt && run.state === 'FAILED');
}
