import * as z from 'zod';
import type { Place } from '../definition.ts';
import type { ActionRun, Execution, Position } from '../execution.ts';
import { outputVariables } from '../variables.ts';
import type { World } from '../world.ts';
import { defineOperation, getExecution, getPipeline, Name, Uuid } from './operation.ts';
import { pageOf, pageRequest } from './page.ts';
import { actionDeclaration, errorDetails, knownResult, STATUS, seconds } from './wire.ts';

const Latest = z.object({ pipelineExecutionId: Uuid, startTimeRange: z.enum(['Latest', 'All']) });
const Filter = z.object({
  pipelineExecutionId: Uuid.optional(),
  latestInPipelineExecution: Latest.optional(),
});

export const listActionExecutions = defineOperation(
  z.object({ pipelineName: Name, filter: Filter.optional(), ...pageRequest }),
  (world, input) => {
    const pipeline = getPipeline(world, input.pipelineName);
    const id =
      input.filter?.pipelineExecutionId ?? input.filter?.latestInPipelineExecution?.pipelineExecutionId;
    const executions = id === undefined ? pipeline.executions : [getExecution(pipeline, id)];
    const isLatest = input.filter?.latestInPipelineExecution?.startTimeRange === 'Latest';
    const runs = executions.flatMap(allRuns).filter((entry) => !isLatest || isLastAttempt(entry));
    const newestFirst = runs.sort((a, b) => a.run.startedAt - b.run.startedAt).toReversed();
    const { items, nextToken } = pageOf(newestFirst, input);
    return { actionExecutionDetails: items.map((entry) => detailOf(world, entry)), nextToken };
  },
);

interface Entry extends Position {
  readonly run: ActionRun;
}

function allRuns(execution: Execution): Entry[] {
  return execution.stages.flatMap((stage) => stage.actions.map((run) => ({ execution, stage, run })));
}

function isLastAttempt({ execution, run }: Entry): boolean {
  return run.attempt === execution.attempt;
}

function detailOf({ place }: World, { execution, stage, run }: Entry) {
  return {
    pipelineExecutionId: execution.id,
    actionExecutionId: run.id,
    pipelineVersion: execution.pipeline.definition.version,
    stageName: stage.definition.name,
    actionName: run.definition.name,
    startTime: seconds(run.startedAt),
    lastUpdateTime: seconds(run.updatedAt),
    updatedBy: run.approval?.answeredBy,
    status: STATUS[run.state],
    input: inputOf(run, place),
    output: {
      outputArtifacts: run.outputs,
      executionResult: resultOf(execution, run),
      outputVariables: outputVariables(execution, run),
    },
  };
}

function inputOf(run: ActionRun, place: Place) {
  const { actionTypeId, configuration, region, namespace } = actionDeclaration(run.definition, place);
  return {
    actionTypeId,
    configuration,
    resolvedConfiguration: run.invocation?.configuration ?? configuration,
    region,
    inputArtifacts: run.inputs,
    namespace,
  };
}

/** In PARALLEL mode there is no other place that tells the token of an approval. */
function resultOf({ pipeline }: Execution, run: ActionRun) {
  const token = pipeline.definition.mode === 'PARALLEL' ? run.approval?.token : undefined;
  const result = knownResult(run);
  if (!result && token === undefined) return undefined;
  return {
    externalExecutionId: result?.id ?? token,
    externalExecutionSummary: result?.summary,
    externalExecutionUrl: result?.url,
    errorDetails: errorDetails(run),
  };
}
