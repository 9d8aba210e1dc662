import * as z from 'zod';
import { pipelineArn } from '../definition.ts';
import { ServiceError } from '../service-error.ts';
import { defineOperation, getPipeline as findOrThrow, Name } from './operation.ts';
import { actionDeclaration, seconds } from './wire.ts';

export const getPipeline = defineOperation(
  z.object({ name: Name, version: z.int().min(1).optional() }),
  (world, input) => {
    const { definition, createdAt } = findOrThrow(world, input.name);
    const { account, region } = world.place;
    assertVersion(definition.version, input.version);
    return {
      pipeline: {
        name: definition.name,
        roleArn: `arn:aws:iam::${account}:role/service-role/AWSCodePipelineServiceRole-${region}-${definition.name}`,
        artifactStore: { type: 'S3', location: `codepipeline-${region}-${account}` },
        stages: definition.stages.map(({ name, actions }) => ({
          name,
          actions: actions.map((action) => actionDeclaration(action, world.place)),
        })),
        version: definition.version,
        executionMode: definition.mode,
        pipelineType: definition.type,
      },
      metadata: {
        pipelineArn: pipelineArn(world.place, definition.name),
        created: seconds(createdAt),
        updated: seconds(createdAt),
      },
    };
  },
);

function assertVersion(present: number, asked: number | undefined): void {
  if (asked !== undefined && asked !== present)
    throw new ServiceError(
      'PipelineVersionNotFoundException',
      `Version ${asked} is not kept, only ${present}`,
    );
}
