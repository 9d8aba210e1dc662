import { randomUUID } from 'node:crypto';
import { completeActionRun, createActionRun } from './action-run.ts';
import { changeAction, changeExecution, changeStage } from './change.ts';
import type { ActionDefinition, StageDefinition } from './definition.ts';
import type { Execution, Pipeline, Position, StageRun } from './execution.ts';
import { dueActions, isOccupied, isRunning, waitingFor } from './execution.ts';
import type { Plan, Trigger } from './plan.ts';
import type { World } from './world.ts';

/** From the end of one stage to the start of what follows. */
const HANDOVER_MILLISECONDS = 250;

export interface Start {
  readonly id?: string;
  readonly trigger: Trigger;
  readonly plan?: Plan;
  readonly variables?: Execution['variables'];
}

export function startExecution(world: World, pipeline: Pipeline, start: Start): Execution {
  const now = world.agenda.now();
  const execution: Execution = {
    id: start.id ?? randomUUID(),
    pipeline,
    plan: start.plan ?? pipeline.usualPlan,
    trigger: start.trigger,
    variables: start.variables ?? [],
    startedAt: now,
    attempt: 1,
    state: 'STARTED',
    updatedAt: now,
    waitingFor: pipeline.definition.stages[0],
    stages: [],
    artifacts: new Map(),
    intervened: new Set(),
  };
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
  run.cancel = world.agenda.after(run.behavior.milliseconds, () => {
    completeActionRun(world, position, run);
    changeAction(world, position, run);
    advance(world, position);
  });
}

/** A stage has succeeded: on to the next, which may have to be waited for. */
function leave(world: World, position: Position): void {
  const { execution, stage } = position;
  const { stages } = execution.pipeline.definition;
  const next = stages[stages.indexOf(stage.definition) + 1];
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
