import * as z from 'zod';
import { getStageRun, retryStage, stopExecution } from '../control.ts';
import { getStage } from '../definition.ts';
import { startExecution } from '../progress.ts';
import { rollbackStage as startRollback } from '../rollback.ts';
import { callerArn, defineOperation, getExecution, getPipeline, Name, Uuid } from './operation.ts';

const Variable = z.object({ name: z.string().min(1).max(128), value: z.string().min(1).max(1000) });

/** Strict where a member would change what runs: what is not simulated is refused, not ignored. */
export const startPipelineExecution = defineOperation(
  z.strictObject({
    name: Name,
    variables: z.array(Variable).max(50).optional(),
    clientRequestToken: z
      .string()
      .regex(/^[a-zA-Z0-9-]{1,128}$/)
      .optional(),
  }),
  (world, { name, variables, clientRequestToken: token }) => {
    const pipeline = getPipeline(world, name);
    const earlier = token === undefined ? undefined : pipeline.requests.get(token);
    if (earlier !== undefined) return { pipelineExecutionId: earlier };
    const trigger = { type: 'StartPipelineExecution', detail: callerArn(world) } as const;
    const { id } = startExecution(world, pipeline, { trigger, variables: variables ?? [] });
    if (token !== undefined) pipeline.requests.set(token, id);
    return { pipelineExecutionId: id };
  },
);

export const stopPipelineExecution = defineOperation(
  z.object({
    pipelineName: Name,
    pipelineExecutionId: Uuid,
    abandon: z.boolean().optional(),
    reason: z.string().max(200).optional(),
  }),
  (world, input) => {
    const execution = getExecution(getPipeline(world, input.pipelineName), input.pipelineExecutionId);
    stopExecution(world, execution, { reason: input.reason, abandon: input.abandon ?? false });
    return { pipelineExecutionId: execution.id };
  },
);

export const retryStageExecution = defineOperation(
  z.object({
    pipelineName: Name,
    stageName: Name,
    pipelineExecutionId: Uuid,
    retryMode: z.enum(['FAILED_ACTIONS', 'ALL_ACTIONS']),
  }),
  (world, input) => {
    const execution = getExecution(getPipeline(world, input.pipelineName), input.pipelineExecutionId);
    const stage = getStageRun(execution, input.stageName);
    retryStage(world, { execution, stage }, input.retryMode);
    return { pipelineExecutionId: execution.id };
  },
);

export const rollbackStage = defineOperation(
  z.object({ pipelineName: Name, stageName: Name, targetPipelineExecutionId: Uuid }),
  (world, input) => {
    const pipeline = getPipeline(world, input.pipelineName);
    const stage = getStage(pipeline.definition, input.stageName);
    const target = getExecution(pipeline, input.targetPipelineExecutionId);
    return { pipelineExecutionId: startRollback(world, stage, target).id };
  },
);
