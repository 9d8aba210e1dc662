import type { StageDefinition } from './definition.ts';
import type { Execution } from './execution.ts';
import { isOccupied, stageRun } from './execution.ts';
import { startExecution } from './progress.ts';
import { ServiceError } from './service-error.ts';
import type { World } from './world.ts';

/** Runs a stage again as it was in an execution that succeeded there. It goes well, whatever the first run met. */
export function rollbackStage(world: World, stage: StageDefinition, target: Execution): Execution {
  assertRollbackable(stage, target);
  return startExecution(world, target.pipeline, {
    trigger: { type: 'ManualRollback', detail: target.id },
    plan: { commit: target.plan.commit },
    variables: target.variables,
    rollback: { stage, target },
  });
}

function assertRollbackable(stage: StageDefinition, target: Execution): void {
  const { pipeline } = target;
  const { type, mode, stages } = pipeline.definition;
  if (type !== 'V2' || mode === 'PARALLEL')
    throw unable(`A pipeline of type ${type} in mode ${mode} rolls nothing back`);
  if (stage === stages[0]) throw unable(`The source stage ${stage.name} cannot be rolled back`);
  if (target.rollbackTo) throw unable(`The execution ${target.id} is a rollback itself`);
  if (stageRun(target, stage.name)?.state !== 'SUCCEEDED')
    throw unable(`The execution ${target.id} has not succeeded in the stage ${stage.name}`);
  if (isOccupied(pipeline, stage)) throw unable(`The stage ${stage.name} is running`);
}

function unable(message: string): ServiceError {
  return new ServiceError('UnableToRollbackStageException', message);
}
