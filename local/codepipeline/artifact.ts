import { randomUUID } from 'node:crypto';
import type { ActionDefinition } from './definition.ts';
import type { ActionRun, Artifact, Execution, Position } from './execution.ts';
import type { World } from './world.ts';

/** What an action reads, as far as earlier actions have made it. */
export function inputsOf(execution: Execution, { inputs = [] }: ActionDefinition): readonly Artifact[] {
  return inputs.flatMap((name) => execution.artifacts.get(name) ?? []);
}

/** Where an action is to put what it makes. */
export function newOutputs(
  world: World,
  execution: Execution,
  { outputs = [] }: ActionDefinition,
): readonly Artifact[] {
  return outputs.map((name) => newArtifact(world, execution, name));
}

/** Gives what a run has made to the actions after it. */
export function handOn({ execution }: Position, run: ActionRun, outputs: readonly Artifact[]): void {
  run.outputs = outputs;
  for (const artifact of outputs) execution.artifacts.set(artifact.name, artifact);
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
