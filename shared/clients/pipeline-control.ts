import {
  type CodePipelineClient,
  ListActionExecutionsCommand,
  RetryStageExecutionCommand,
  RollbackStageCommand,
  StopPipelineExecutionCommand,
} from '@aws-sdk/client-codepipeline';
import { UnavailableError } from '#shared/errors.ts';
import { toAwsError } from './aws-error.ts';
import { createRegionalClients } from './codepipeline.ts';
import {
  type ExecutionPlace,
  type ExecutionSummary,
  findStage,
  listExecutions,
  type PipelinePlace,
} from './pipeline-executions.ts';

export interface StagePlace extends ExecutionPlace {
  readonly stage: string;
}

/** What CodePipeline will not do, which a person can be told; by the names of its errors. */
const REFUSALS = [
  'StageNotRetryable',
  'NotLatestPipelineExecution',
  'PipelineExecutionNotStoppable',
  'DuplicatedStopRequest',
  'UnableToRollbackStage',
  'PipelineExecutionOutdated',
  'ConcurrentPipelineExecutionsLimitExceeded',
  'PipelineNotFound',
  'PipelineExecutionNotFound',
  'StageNotFound',
] as const;
export type ControlRefusal = (typeof REFUSALS)[number];

/** CodePipeline, as far as people may change what it does. All throw RateLimitedError, UnavailableError, ConfigError and RejectedError. */
export interface PipelineControl {
  /** The newest hundred, newest first; with a stage, those that succeeded in it. Undefined: there is no such pipeline. */
  listExecutions(place: PipelinePlace, stage?: string): Promise<readonly ExecutionSummary[] | undefined>;
  /** Where the execution is, or ended. */
  findStage(place: ExecutionPlace): Promise<string | undefined>;
  /** Whether an action of the stage began at that moment, in epoch seconds, or later. */
  hasRunSince(place: StagePlace, since: number): Promise<boolean>;
  /** Runs the stage's failed actions again, as the execution's next attempt. */
  retry(place: StagePlace): Promise<'TAKEN' | ControlRefusal>;
  /** Runs the stage as it was in `target`, as a new execution. */
  rollback(place: StagePlace, target: string): Promise<'TAKEN' | ControlRefusal>;
  /** When the actions that run have ended. The reason has at most 200 characters. */
  stop(place: ExecutionPlace, reason: string): Promise<'TAKEN' | ControlRefusal>;
}

/** A client per region: a pipeline is controlled where it lives. */
export function createPipelineControl(clientOf = createRegionalClients()): PipelineControl {
  return {
    listExecutions: (place, stage) => listExecutions(clientOf(place.region), { ...place, stage }),
    findStage: (place) => findStage(clientOf(place.region), place),
    hasRunSince: (place, since) => hasRunSince(clientOf(place.region), { ...place, since }),
    retry: ({ region, pipeline: pipelineName, stage: stageName, executionId: pipelineExecutionId }) => {
      const input = { pipelineName, stageName, pipelineExecutionId, retryMode: 'FAILED_ACTIONS' } as const;
      const call = clientOf(region).send(new RetryStageExecutionCommand(input));
      return taken(`RetryStageExecution of ${pipelineName}/${stageName}`, call);
    },
    rollback: ({ region, pipeline: pipelineName, stage: stageName }, targetPipelineExecutionId) => {
      const input = { pipelineName, stageName, targetPipelineExecutionId };
      const call = clientOf(region).send(new RollbackStageCommand(input));
      return taken(`RollbackStage of ${pipelineName}/${stageName}`, call);
    },
    stop: ({ region, pipeline: pipelineName, executionId: pipelineExecutionId }, reason) => {
      const input = { pipelineName, pipelineExecutionId, reason };
      const call = clientOf(region).send(new StopPipelineExecutionCommand(input));
      return taken(`StopPipelineExecution of ${pipelineName}`, call);
    },
  };
}

async function taken(what: string, call: Promise<unknown>): Promise<'TAKEN' | ControlRefusal> {
  try {
    await call;
    return 'TAKEN';
  } catch (cause) {
    const name = cause instanceof Error ? cause.name : '';
    const refusal = REFUSALS.find((one) => name === `${one}Exception`);
    if (refusal !== undefined) return refusal;
    // The pipeline is being worked on by another request: it passes.
    if (name === 'ConflictException') throw new UnavailableError(`CodePipeline ${what}: busy`, { cause });
    throw toAwsError(cause, `CodePipeline ${what}`);
  }
}

async function hasRunSince(
  client: CodePipelineClient,
  { pipeline, executionId, stage, since }: StagePlace & { readonly since: number },
): Promise<boolean> {
  const command = new ListActionExecutionsCommand({
    pipelineName: pipeline,
    filter: { pipelineExecutionId: executionId },
    maxResults: 100,
  });
  try {
    const { actionExecutionDetails = [] } = await client.send(command);
    return actionExecutionDetails.some(
      ({ stageName, startTime }) => stageName === stage && (startTime?.getTime() ?? 0) >= since * 1000,
    );
  } catch (cause) {
    throw toAwsError(cause, `CodePipeline ListActionExecutions of ${pipeline}`);
  }
}
