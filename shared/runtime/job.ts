import { setTimeout as wait } from 'node:timers/promises';
import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import * as z from 'zod/mini';
import { inTime } from '#shared/clients/in-time.ts';
import type { JobFailure, Jobs, JobTaken } from '#shared/clients/jobs.ts';
import type { Telemetry } from '#shared/clients/telemetry.ts';
import { AppError, ConfigError, InvalidInputError, RejectedError } from '#shared/errors.ts';
import { createObservability, describe, logContext, publishMetrics } from './observability.ts';

/** https://docs.aws.amazon.com/codepipeline/latest/userguide/actions-invoke-lambda-function.html; the rest is not looked at. */
const JobEvent = z.object({
  'CodePipeline.job': z.object({
    id: z.string(),
    data: z.optional(
      z.object({
        actionConfiguration: z.optional(
          z.object({ configuration: z.optional(z.object({ UserParameters: z.optional(z.string()) })) }),
        ),
        continuationToken: z.optional(z.string()),
      }),
    ),
  }),
});

/** A job as CodePipeline hands it over, without the credentials that come with it. */
export interface JobRequest {
  readonly id: string;
  readonly userParameters: string | undefined;
  /** What the last look gave; undefined at the first. */
  readonly continuationToken: string | undefined;
}

/** What the steps answer: they have failed, or CodePipeline is to call again, or it is done. */
export type JobAnswer = (jobs: Jobs) => Promise<JobTaken>;

/** The steps of a function that is a pipeline's action. */
export interface JobWork {
  look(request: JobRequest): Promise<JobAnswer>;
  /** The answer to a look that failed in a way that another may not; undefined: it was tried often enough. */
  tryAgain(request: JobRequest): JobAnswer | undefined;
}

export interface JobEdge {
  readonly jobs: Jobs;
  readonly telemetry: Telemetry;
  /** In [0, 1), to spread what failed together. */
  random(): number;
}

/** What is left of the time for the answer. */
const ANSWER_MILLISECONDS = 8000;
/** Of that, what one call may take. */
const CALL_MILLISECONDS = 2000;
const LONGEST_WAIT_MILLISECONDS = 1000;
const MAX_MESSAGE = 4900;

/**
 * The edge of a function that pipelines invoke: whatever happens, CodePipeline gets an answer, for it waits 20 minutes
 * for one. The event holds live credentials, so nothing of it is logged.
 */
export function jobHandler(
  create: (telemetry: Telemetry) => { readonly work: JobWork; readonly edge: JobEdge },
) {
  const { logger, metrics, telemetry } = createObservability();
  const { work, edge } = create(telemetry);
  return middy((event: unknown, context: Context) =>
    handleJob(event, { work, edge, remaining: () => context.getRemainingTimeInMillis() }),
  )
    .use(logContext(logger))
    .use(publishMetrics(metrics));
}

interface Handling {
  readonly work: JobWork;
  readonly edge: JobEdge;
  /** Milliseconds until Lambda ends the invocation. */
  readonly remaining: () => number;
}

/** @throws when the answer could not be given: Lambda invokes twice more, and every step is harmless to repeat */
export async function handleJob(event: unknown, handling: Handling): Promise<void> {
  const { edge } = handling;
  const request = parseEvent(event);
  const answer = await findAnswer(request, handling);
  const taken = await give(answer, handling).catch((error: unknown) => {
    // Whatever CodePipeline will not take is no reason to leave the pipeline waiting.
    if (!(error instanceof RejectedError)) throw error;
    edge.telemetry.error('CodePipeline refused an answer', error, { job: request.id });
    return give((jobs) => jobs.fail(request.id, toFailure(error)), handling);
  });
  if (taken === 'CLOSED') edge.telemetry.info('The job has its answer already', { job: request.id });
}

function parseEvent(event: unknown): JobRequest {
  const parsed = JobEvent.safeParse(event);
  if (!parsed.success)
    throw new InvalidInputError(
      'not a job of CodePipeline: only a Lambda action of a pipeline may invoke this',
    );
  const { id, data } = parsed.data['CodePipeline.job'];
  const userParameters = data?.actionConfiguration?.configuration?.UserParameters;
  return { id, userParameters, continuationToken: data?.continuationToken };
}

async function findAnswer(request: JobRequest, { work, edge, remaining }: Handling): Promise<JobAnswer> {
  try {
    return await inTime(work.look(request), remaining() - ANSWER_MILLISECONDS, 'the job');
  } catch (error) {
    edge.telemetry.error('A job was not done', error, { job: request.id });
    const again = error instanceof AppError && error.remedy === 'retry' ? work.tryAgain(request) : undefined;
    return again ?? ((jobs) => jobs.fail(request.id, toFailure(error)));
  }
}

/** Until it is taken, or no time is left. */
async function give(answer: JobAnswer, { edge, remaining }: Handling): Promise<JobTaken> {
  const { jobs, telemetry, random } = edge;
  for (let pause = LONGEST_WAIT_MILLISECONDS / 8; ; pause = Math.min(pause * 2, LONGEST_WAIT_MILLISECONDS)) {
    try {
      return await answer(jobs);
    } catch (error) {
      const isWorthIt = error instanceof AppError && error.remedy === 'retry';
      if (!isWorthIt || remaining() < CALL_MILLISECONDS + pause) throw error;
      telemetry.warn('CodePipeline did not take an answer', describe(error));
      await wait((pause / 2) * (1 + random()));
    }
  }
}

/** What CodePipeline shows as the reason, by the remedy: a person is to see whose turn it is. */
function toFailure(error: unknown): JobFailure {
  const { reason = '' } = describe(error);
  const message = reason.slice(0, MAX_MESSAGE);
  if (!(error instanceof AppError))
    return {
      type: 'JobFailed',
      message: `a defect of Signalbox: ${message}; the log of "pipeline-job" has more`,
    };
  if (error.remedy === 'retry') return { type: 'SystemUnavailable', message };
  if (error.remedy === 'refuse' || isDenied(error)) return { type: 'PermissionError', message };
  return { type: error instanceof ConfigError ? 'ConfigurationError' : 'JobFailed', message };
}

function isDenied({ cause }: AppError): boolean {
  return cause instanceof Error && /AccessDenied|AuthorizationError|UnauthorizedOperation/.test(cause.name);
}
