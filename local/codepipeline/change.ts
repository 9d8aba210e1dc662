import { actionEvent, pipelineEvent, stageEvent } from './events.ts';
import type { ActionRun, Execution, ExecutionState, Position, StageState } from './execution.ts';
import { isRunning } from './execution.ts';
import type { World } from './world.ts';

export function changeExecution(world: World, execution: Execution, state: ExecutionState): void {
  execution.state = state;
  execution.updatedAt = world.agenda.now();
  if (!isRunning(state)) execution.waitingFor = undefined;
  world.publish(pipelineEvent(execution, moment(world)));
}

export function changeStage(world: World, position: Position, state: StageState): void {
  position.stage.state = state;
  position.execution.updatedAt = world.agenda.now();
  world.publish(stageEvent(position, moment(world)));
  world.stageChanged(position);
}

export function changeAction(world: World, position: Position, run: ActionRun): void {
  run.updatedAt = world.agenda.now();
  position.execution.updatedAt = run.updatedAt;
  world.publish(actionEvent(position, run, moment(world)));
}

function moment({ place, agenda }: World) {
  return { place, now: agenda.now() };
}
