import { randomUUID } from 'node:crypto';
import type { ActionDefinition } from './definition.ts';
import type { ActionRun, Artifact, Execution, Position } from './execution.ts';
import { runsOf } from './execution.ts';
import { executionResult } from './execution-result.ts';
import { behaviorOf } from './plan.ts';
import type { World } from './world.ts';

export function createActionRun(world: World, position: Position, definition: ActionDefinition): ActionRun {
  const { execution, stage } = position;
  const now = world.agenda.now();
  const name = `${stage.definition.name}/${definition.name}`;
  return {
    id: randomUUID(),
    definition,
    behavior: behaviorOf(execution.plan, name, runsOf(stage, definition.name).length),
    attempt: execution.attempt,
    startedAt: now,
    inputs: inputsOf(execution, definition),
    outputs: [],
    state: 'STARTED',
    updatedAt: now,
  };
}

/** Gives a run the end that its behavior says. */
export function completeActionRun(world: World, { execution, stage }: Position, run: ActionRun): void {
  const { definition, behavior } = run;
  run.state = behavior.outcome;
  run.result = executionResult({
    place: world.place,
    pipeline: execution.pipeline.definition.name,
    action: definition,
    actionExecutionId: run.id,
    behavior,
    commit: execution.plan.commit,
  });
  if (run.state !== 'SUCCEEDED') return;
  stage.done.add(definition.name);
  run.outputs = (definition.outputs ?? []).map((name) => newArtifact(world, execution, name));
  for (const artifact of run.outputs) execution.artifacts.set(artifact.name, artifact);
}

function inputsOf(execution: Execution, { inputs = [] }: ActionDefinition): readonly Artifact[] {
  return inputs.flatMap((name) => execution.artifacts.get(name) ?? []);
}

/** The service cuts both names in its keys: pipeline at 20 characters, artifact at 10. */
function newArtifact({ place }: World, { pipeline }: Execution, name: string): Artifact {
  const folder = `${pipeline.definition.name.slice(0, 20)}/${name.slice(0, 10)}`;
  return {
    name,
    s3location: {
      bucket: `codepipeline-${place.region}-${place.account}`,
      key: `${folder}/${randomUUID().slice(0, 7)}`,
    },
  };
}
