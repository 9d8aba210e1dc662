import {
  type CodePipelineClient,
  GetPipelineStateCommand,
  ListActionExecutionsCommand,
  ListPipelineExecutionsCommand,
  type PipelineExecutionSummary,
  PipelineNotFoundException,
} from '@aws-sdk/client-codepipeline';
import { toAwsError } from './aws-error.ts';

export interface PipelinePlace {
  readonly region: string;
  readonly pipeline: string;
}

export interface ExecutionPlace extends PipelinePlace {
  readonly executionId: string;
}

/** Times are epoch seconds. */
export interface ExecutionSummary {
  readonly executionId: string;
  /** The API's word: InProgress, Stopping, Stopped, Succeeded, Failed, Superseded, Cancelled. */
  readonly status: string;
  readonly startedAt: number;
  readonly updatedAt: number;
  /** The execution that it went back to; undefined for one that goes forward. */
  readonly rollbackTo: string | undefined;
}

const MAX_RESULTS = 100;
/** Not those that it has left behind. */
const HERE: readonly (string | undefined)[] = ['InProgress', 'Failed', 'Stopping', 'Stopped'];

/** Undefined: there is no such pipeline. */
export async function listExecutions(
  client: CodePipelineClient,
  { pipeline, stage }: PipelinePlace & { readonly stage: string | undefined },
): Promise<readonly ExecutionSummary[] | undefined> {
  const command = new ListPipelineExecutionsCommand({
    pipelineName: pipeline,
    maxResults: MAX_RESULTS,
    ...(stage !== undefined && { filter: { succeededInStage: { stageName: stage } } }),
  });
  try {
    return ((await client.send(command)).pipelineExecutionSummaries ?? []).map(toSummary);
  } catch (cause) {
    if (cause instanceof PipelineNotFoundException) return undefined;
    throw toAwsError(cause, `CodePipeline ListPipelineExecutions of ${pipeline}`);
  }
}

/** By the pipeline's state; in PARALLEL mode that names no execution, and the execution's last action tells. */
export async function findStage(
  client: CodePipelineClient,
  { pipeline, executionId }: ExecutionPlace,
): Promise<string | undefined> {
  const state = new GetPipelineStateCommand({ name: pipeline });
  const runs = new ListActionExecutionsCommand({
    pipelineName: pipeline,
    filter: { pipelineExecutionId: executionId },
    maxResults: 1,
  });
  try {
    const { stageStates = [] } = await client.send(state);
    const here = stageStates.findLast(
      ({ latestExecution: latest }) =>
        latest?.pipelineExecutionId === executionId && HERE.includes(latest.status),
    );
    return here?.stageName ?? (await client.send(runs)).actionExecutionDetails?.[0]?.stageName;
  } catch (cause) {
    throw toAwsError(cause, `CodePipeline GetPipelineState of ${pipeline}`);
  }
}

function toSummary(summary: PipelineExecutionSummary): ExecutionSummary {
  return {
    executionId: summary.pipelineExecutionId ?? '',
    status: summary.status ?? '',
    startedAt: toSeconds(summary.startTime),
    updatedAt: toSeconds(summary.lastUpdateTime ?? summary.startTime),
    rollbackTo: summary.rollbackMetadata?.rollbackTargetPipelineExecutionId,
  };
}

function toSeconds(date: Date | undefined): number {
  return date === undefined ? 0 : date.getTime() / 1000;
}
