import * as z from 'zod';
import type { Place } from '../definition.ts';
import type { ActionRun, Execution, Position } from '../execution.ts';
import type { World } from '../world.ts';
import { defineOperation, ExecutionId, getExecution, getPipeline, Name } from './operation.ts';
import { pageOf, pageRequest } from './page.ts';
import { actionDeclaration, errorDetails, STATUS, seconds } from './wire.ts';

const Latest = z.object({ pipelineExecutionId: ExecutionId, startTimeRange: z.enum(['Latest', 'All']) });
const Filter = z.object({
  pipelineExecutionId: ExecutionId.optional(),
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
    status: STATUS[run.state],
    input: inputOf(run, place),
    output: {
      outputArtifacts: run.outputs,
      executionResult: run.result && {
        externalExecutionId: run.result.id,
        externalExecutionSummary: run.result.summary,
        externalExecutionUrl: run.result.url,
        errorDetails: errorDetails(run),
      },
      outputVariables: variablesOf(execution, run),
    },
  };
}

function inputOf(run: ActionRun, place: Place) {
  const { actionTypeId, configuration, region } = actionDeclaration(run.definition, place);
  return {
    actionTypeId,
    configuration,
    resolvedConfiguration: configuration,
    region,
    inputArtifacts: run.inputs,
  };
}

function variablesOf({ plan: { commit } }: Execution, run: ActionRun): Record<string, string> {
  if (run.state !== 'SUCCEEDED' || run.definition.kind !== 'Source/CodeStarSourceConnection') return {};
  return {
    AuthorDisplayName: commit.author.name,
    AuthorEmail: commit.author.email,
    BranchName: commit.branch,
    CommitId: commit.id,
    CommitMessage: commit.message,
    ConnectionArn: run.definition.configuration?.['ConnectionArn'] ?? '',
    FullRepositoryName: commit.repository,
    ProviderType: commit.host,
  };
}
