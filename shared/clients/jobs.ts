import {
  CodePipelineClient,
  type FailureType,
  GetJobDetailsCommand,
  type GetJobDetailsOutput,
  InvalidJobStateException,
  JobNotFoundException,
  PutJobFailureResultCommand,
  PutJobSuccessResultCommand,
} from '@aws-sdk/client-codepipeline';
import type { ExecutionIdentity } from '#shared/domain/pipeline-event.ts';
import { RejectedError } from '#shared/errors.ts';
import { toAwsError } from './aws-error.ts';

/** Which action of which execution a job is of. */
export interface JobPlace extends ExecutionIdentity {
  readonly stage: string;
  readonly action: string;
  /** The same for every job of one run of the action; a retry has its own. */
  readonly actionExecutionId: string;
}

/** What CodePipeline shows of a job that went well. */
export interface JobSuccess {
  /** At most 2,048 characters. */
  readonly summary: string;
  /** At most 1,500 characters. */
  readonly externalId?: string | undefined;
  /** For later actions; names of letters, digits, `@`, `_` and `-`, together at most 122,880 bytes. */
  readonly outputVariables?: Readonly<Record<string, string>> | undefined;
}

/** Not done yet: CodePipeline calls again, in about half a minute, and gives the token back. */
export interface JobPause {
  readonly summary: string;
  /** At most 2,048 characters. */
  readonly continuationToken: string;
}

export interface JobFailure {
  readonly type: FailureType;
  /** At most 5,000 characters. */
  readonly message: string;
}

/** `CLOSED`: it has its answer, timed out, or its execution was stopped. */
export type JobTaken = 'TAKEN' | 'CLOSED';

/** Jobs that pipelines give to a Lambda function. All throw RateLimitedError, UnavailableError, ConfigError and RejectedError. */
export interface Jobs {
  /** 'GONE': there is no such job any more. Nothing else of the answer is looked at, for it holds credentials. */
  getPlace(id: string): Promise<JobPlace | 'GONE'>;
  succeed(id: string, success: JobSuccess): Promise<JobTaken>;
  pause(id: string, pause: JobPause): Promise<JobTaken>;
  fail(id: string, failure: JobFailure): Promise<JobTaken>;
}

/** https://docs.aws.amazon.com/codepipeline/latest/userguide/actions-invoke-lambda-function.html */
export function createJobs(client: Pick<CodePipelineClient, 'send'> = new CodePipelineClient({})): Jobs {
  return {
    async getPlace(jobId) {
      try {
        return toPlace(await client.send(new GetJobDetailsCommand({ jobId })));
      } catch (cause) {
        if (cause instanceof JobNotFoundException) return 'GONE';
        throw toAwsError(cause, 'CodePipeline GetJobDetails');
      }
    },
    succeed: (jobId, { summary, externalId, outputVariables }) =>
      taken('PutJobSuccessResult', () =>
        client.send(
          new PutJobSuccessResultCommand({
            jobId,
            executionDetails: { summary, ...(externalId && { externalExecutionId: externalId }) },
            ...(outputVariables && { outputVariables: { ...outputVariables } }),
          }),
        ),
      ),
    pause: (jobId, { summary, continuationToken }) =>
      taken('PutJobSuccessResult', () =>
        client.send(
          new PutJobSuccessResultCommand({ jobId, executionDetails: { summary }, continuationToken }),
        ),
      ),
    fail: (jobId, failureDetails) =>
      taken('PutJobFailureResult', () =>
        client.send(new PutJobFailureResultCommand({ jobId, failureDetails })),
      ),
  };
}

function toPlace({ jobDetails }: GetJobDetailsOutput): JobPlace {
  const context = jobDetails?.data?.pipelineContext;
  const [, , , region, account] = context?.pipelineArn?.split(':') ?? [];
  const { pipelineName: pipeline, pipelineExecutionId: executionId } = context ?? {};
  const stage = context?.stage?.name;
  const action = context?.action?.name;
  const actionExecutionId = context?.action?.actionExecutionId;
  if (!region || !account || !pipeline || !executionId || !stage || !action || !actionExecutionId)
    throw new RejectedError('CodePipeline GetJobDetails: the answer does not say which action the job is of');
  return { account, region, pipeline, executionId, stage, action, actionExecutionId };
}

async function taken(operation: string, call: () => Promise<unknown>): Promise<JobTaken> {
  try {
    await call();
    return 'TAKEN';
  } catch (cause) {
    if (cause instanceof InvalidJobStateException || cause instanceof JobNotFoundException) return 'CLOSED';
    throw toAwsError(cause, `CodePipeline ${operation}`);
  }
}
