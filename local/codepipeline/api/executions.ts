import * as z from 'zod';
import type { Execution } from '../execution.ts';
import { stageRun } from '../execution.ts';
import { defineOperation, getExecution, getPipeline, Name, Uuid } from './operation.ts';
import { pageOf, pageRequest } from './page.ts';
import { executionType, rollbackMetadata, STATUS, seconds, sourceRuns, triggerOf } from './wire.ts';

export const getPipelineExecution = defineOperation(
  z.object({ pipelineName: Name, pipelineExecutionId: Uuid }),
  (world, input) => {
    const { definition, executions } = getPipeline(world, input.pipelineName);
    const execution = getExecution({ definition, executions }, input.pipelineExecutionId);
    return {
      pipelineExecution: {
        pipelineName: definition.name,
        pipelineVersion: definition.version,
        pipelineExecutionId: execution.id,
        status: STATUS[execution.state],
        artifactRevisions: artifactRevisions(execution),
        variables: execution.variables.map(({ name, value }) => ({ name, resolvedValue: value })),
        trigger: triggerOf(execution),
        executionMode: definition.mode,
        executionType: executionType(execution),
        rollbackMetadata: rollbackMetadata(execution),
      },
    };
  },
);

export const listPipelineExecutions = defineOperation(
  z.object({
    pipelineName: Name,
    filter: z.object({ succeededInStage: z.object({ stageName: Name }).optional() }).optional(),
    ...pageRequest,
  }),
  (world, input) => {
    const pipeline = getPipeline(world, input.pipelineName);
    const stage = input.filter?.succeededInStage?.stageName;
    const newestFirst = pipeline.executions
      .filter((execution) => stage === undefined || stageRun(execution, stage)?.state === 'SUCCEEDED')
      .toReversed();
    const { items, nextToken } = pageOf(newestFirst, input);
    return { pipelineExecutionSummaries: items.map(summaryOf), nextToken };
  },
);

function summaryOf(execution: Execution) {
  return {
    pipelineExecutionId: execution.id,
    status: STATUS[execution.state],
    startTime: seconds(execution.startedAt),
    lastUpdateTime: seconds(execution.updatedAt),
    sourceRevisions: sourceRuns(execution).map(({ definition, result }) => ({
      actionName: definition.name,
      revisionId: result?.id,
      revisionSummary: result?.summary,
      revisionUrl: result?.url,
    })),
    trigger: triggerOf(execution),
    stopTrigger: execution.stop && { reason: execution.stop.reason },
    executionMode: execution.pipeline.definition.mode,
    executionType: executionType(execution),
    rollbackMetadata: rollbackMetadata(execution),
  };
}

/** Empty until a source action has ended. */
function artifactRevisions(execution: Execution) {
  return sourceRuns(execution).flatMap(({ outputs, result, updatedAt }) =>
    outputs.map(({ name }) => ({
      name,
      revisionId: result?.id,
      revisionSummary: result?.summary,
      revisionUrl: result?.url,
      created: seconds(updatedAt),
    })),
  );
}
