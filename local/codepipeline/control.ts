import { changeAction, changeExecution, changeStage } from './change.ts';
import { getStage } from './definition.ts';
import type { Execution, Position, StageRun } from './execution.ts';
import { dueActions, isRunning, latestIn, stageRun } from './execution.ts';
import type { RetryMode } from './plan.ts';
import { advance, startActions } from './progress.ts';
import { ServiceError } from './service-error.ts';
import type { World } from './world.ts';

export interface Stop {
  readonly reason: string | undefined;
  /** Gives up running actions instead of waiting for them. */
  readonly abandon: boolean;
}

/** Stops an execution after, or without, waiting for the actions that run. */
export function stopExecution(world: World, execution: Execution, stop: Stop): void {
  assertStoppable(execution, stop);
  const isFirstRequest = execution.stop === undefined;
  const stage = execution.stages.find((run) => isRunning(run.state));
  execution.stop = stop;
  if (isFirstRequest) changeExecution(world, execution, 'STOPPING');
  if (stage) stopStage(world, { execution, stage }, isFirstRequest);
  else changeExecution(world, execution, 'STOPPED');
}

/** Runs a failed or stopped stage again, as the next attempt of the same execution. */
export function retryStage(world: World, position: Position, mode: RetryMode): void {
  const { execution, stage } = position;
  assertRetryable(position, mode);
  execution.attempt += 1;
  execution.stop = undefined;
  stage.retriedAt = world.agenda.now();
  if (mode === 'ALL_ACTIONS') stage.done.clear();
  changeExecution(world, execution, 'RESUMED');
  changeStage(world, position, 'RESUMED');
  startActions(world, position);
}

/** The stage of an execution that could be retried by its name. */
export function getStageRun(execution: Execution, name: string): StageRun {
  getStage(execution.pipeline.definition, name);
  const run = stageRun(execution, name);
  if (!run) throw notRetryable(`The execution ${execution.id} has not been in the stage ${name}`);
  return run;
}

function assertStoppable(execution: Execution, stop: Stop): void {
  if (!isRunning(execution.state))
    throw new ServiceError(
      'PipelineExecutionNotStoppableException',
      `The execution ${execution.id} is ${execution.state} and cannot be stopped`,
    );
  const isChangeOfMind = stop.abandon && !execution.stop?.abandon;
  if (execution.stop && !isChangeOfMind)
    throw new ServiceError(
      'DuplicatedStopRequestException',
      `The execution ${execution.id} is already stopping`,
    );
}

function assertRetryable({ execution, stage }: Position, mode: RetryMode): void {
  const { name } = stage.definition;
  if (stage.state !== 'FAILED' && stage.state !== 'STOPPED')
    throw notRetryable(`The stage ${name} is ${stage.state} in ${execution.id}`);
  if (mode === 'FAILED_ACTIONS' && dueActions(stage).length === 0)
    throw notRetryable(`The stage ${name} has no failed actions in ${execution.id}`);
  const { pipeline } = execution;
  if (pipeline.definition.mode !== 'PARALLEL' && latestIn(pipeline, name) !== execution)
    throw new ServiceError(
      'NotLatestPipelineExecutionException',
      `${execution.id} is not the latest execution in the stage ${name}`,
    );
}

function stopStage(world: World, position: Position, isFirstRequest: boolean): void {
  if (isFirstRequest) changeStage(world, position, 'STOPPING');
  if (position.execution.stop?.abandon) abandonActions(world, position);
  advance(world, position);
}

function abandonActions(world: World, position: Position): void {
  for (const run of position.stage.actions.filter((action) => isRunning(action.state))) {
    run.cancel?.();
    run.state = 'ABANDONED';
    changeAction(world, position, run);
  }
}

function notRetryable(message: string): ServiceError {
  return new ServiceError('StageNotRetryableException', message);
}
