import * as z from 'zod';
import type { Execution, Pipeline } from '../execution.ts';
import { ServiceError } from '../service-error.ts';
import type { World } from '../world.ts';

export type Operation = (world: World, input: unknown) => unknown;

export const Name = z.string().regex(/^[A-Za-z0-9.@_-]{1,100}$/);
export const Uuid = z.string().regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);

/** One operation of the service: its input is checked before it runs. */
export function defineOperation<S extends z.ZodType>(
  schema: S,
  run: (world: World, input: z.infer<S>) => unknown,
): Operation {
  return (world, input) => run(world, parseInput(schema, input ?? {}));
}

export function parseInput<S extends z.ZodType>(schema: S, input: unknown): z.infer<S> {
  const parsed = schema.safeParse(input);
  if (!parsed.success) throw invalid(parsed.error);
  return parsed.data;
}

/** Whoever calls the API. */
export function callerArn({ place }: World): string {
  return `arn:aws:sts::${place.account}:assumed-role/Release/local`;
}

export function getPipeline(world: World, name: string): Pipeline {
  const pipeline = world.pipelines.get(name);
  if (pipeline) return pipeline;
  const { account } = world.place;
  throw new ServiceError(
    'PipelineNotFoundException',
    `Account '${account}' does not have a pipeline with name '${name}'`,
  );
}

export function getExecution(pipeline: Pick<Pipeline, 'definition' | 'executions'>, id: string): Execution {
  const execution = pipeline.executions.find((candidate) => candidate.id === id);
  if (execution) return execution;
  const { name } = pipeline.definition;
  throw new ServiceError(
    'PipelineExecutionNotFoundException',
    `The pipeline '${name}' does not have an execution '${id}'`,
  );
}

function invalid(error: z.ZodError): ServiceError {
  const mistakes = error.issues.map((issue) => `Value at '${issue.path.join('.')}': ${issue.message}`);
  const count = `${mistakes.length} validation error${mistakes.length === 1 ? '' : 's'} detected`;
  return new ServiceError('ValidationException', `${count}: ${mistakes.join('; ')}`);
}
