import * as z from 'zod';
import type { StageDefinition } from '../definition.ts';
import { isSource } from '../definition.ts';
import type { ActionRun, Execution, Pipeline, StageRun } from '../execution.ts';
import { isRunning, latestIn, runsOf, stageRun, waitingFor } from '../execution.ts';
import { defineOperation, getPipeline, Name } from './operation.ts';
import { errorDetails, executionType, knownResult, STATUS, seconds } from './wire.ts';

export const getPipelineState = defineOperation(z.object({ name: Name }), (world, { name }) => {
  const pipeline = getPipeline(world, name);
  const { definition, createdAt } = pipeline;
  return {
    pipelineName: name,
    pipelineVersion: definition.version,
    stageStates: definition.stages.map((stage) => stageState(pipeline, stage)),
    created: seconds(createdAt),
    updated: seconds(createdAt),
  };
});

function stageState(pipeline: Pipeline, stage: StageDefinition) {
  const isParallel = pipeline.definition.mode === 'PARALLEL';
  // The service tells parallel executions apart only in its lists, never here.
  const latest = isParallel ? undefined : latestIn(pipeline, stage.name);
  const inbound = isParallel ? [] : waitingFor(pipeline, stage).map(inboundExecution);
  const run = latest && stageRun(latest, stage.name);
  return {
    stageName: stage.name,
    inboundExecution: inbound.at(-1),
    inboundExecutions: inbound,
    inboundTransitionState: { enabled: true },
    actionStates: stage.actions.map((action) => actionState(action, run)),
    latestExecution: latest &&
      run && { pipelineExecutionId: latest.id, status: STATUS[run.state], type: executionType(latest) },
  };
}

function inboundExecution(execution: Execution) {
  return {
    pipelineExecutionId: execution.id,
    status: STATUS[execution.state],
    type: executionType(execution),
  };
}

function actionState(action: StageDefinition['actions'][number], stage: StageRun | undefined) {
  const run = stage && runsOf(stage, action.name).at(-1);
  const result = run && knownResult(run);
  return {
    actionName: action.name,
    currentRevision: run && currentRevision(run),
    latestExecution: run && {
      actionExecutionId: run.id,
      status: STATUS[run.state],
      summary: result?.summary,
      lastStatusChange: seconds(run.updatedAt),
      token: isRunning(run.state) ? run.approval?.token : undefined,
      lastUpdatedBy: run.approval?.answeredBy,
      externalExecutionId: result?.id,
      externalExecutionUrl: result?.url,
      percentComplete: result?.percentComplete,
      errorDetails: errorDetails(run),
    },
  };
}

function currentRevision({ definition, result, invocation, updatedAt }: ActionRun) {
  if (invocation?.revision) {
    const { id, changeId, created } = invocation.revision;
    return { revisionId: id, revisionChangeId: changeId, created };
  }
  if (!isSource(definition) || result?.id === undefined) return undefined;
  return { revisionId: result.id, created: seconds(updatedAt) };
}
