import { setTimeout as wait } from 'node:timers/promises';
import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import * as z from 'zod/mini';
import { inTime } from '#shared/clients/in-time.ts';
import type { JobFailure, JobPause, JobSuccess, Jobs, JobTaken } from '#shared/clients/jobs.ts';
import type { Count, Telemetry } from '#shared/clients/telemetry.ts';
import { AppError, ConfigError, InvalidInputError, RejectedError } from '#shared/errors.ts';
import { createObservability, describe, logContext, publishMetrics } from './observability.ts';

/** A value that is not of its kind is as good as none: who has an id is answered. */
function ifAny<T extends z.core.SomeType>(schema: T) {
  return z.catch(z.optional(schema), undefined);
}

/** https://docs.aws.amazon.com/codepipeline/latest/userguide/actions-invoke-lambda-function.html; the rest is not looked at. */
const JobEvent = z.object({
  'CodePipeline.job': z.object({
    id: z.string(),
    data: ifAny(
      z.object({
        actionConfiguration: ifAny(
          z.object({ configuration: ifAny(z.object({ UserParameters: z.unknown() })) }),
        ),
        continuationToken: ifAny(z.string()),
      }),
    ),
  }),
});

/** A job as CodePipeline hands it over, without the credentials that come with it. */
export interface JobRequest {
  readonly id: string;
  /** A text, if it is what it should be; undefined: there are none. */
  readonly userParameters: unknown;
  /** What the last look gave; undefined at the first. */
  readonly continuationToken: string | undefined;
}

/** What CodePipeline is to be told: it is done, or to be looked at again, or it has failed. `none`: nobody asks any more. */
export type JobAnswer =
  | { readonly kind: 'succeed'; readonly success: JobSuccess }
  | { readonly kind: 'pause'; readonly pause: JobPause }
  | { readonly kind: 'fail'; readonly failure: JobFailure }
  | { readonly kind: 'none' };

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

interface JobFunction {
  /** What an answer needs, so it must not fail. */
  readonly openEdge: (telemetry: Telemetry) => JobEdge;
  readonly createWork: (edge: JobEdge) => JobWork;
}

/** What is left of the time for the answer. */
const ANSWER_MILLISECONDS = 8000;
/** Of that, what one call may take. */
const CALL_MILLISECONDS = 2000;
/** After the last, for the log. */
const SPARE_MILLISECONDS = 300;
const LONGEST_WAIT_MILLISECONDS = 1000;
const MAX_MESSAGE = 4900;
const METRICS: Readonly<Record<JobAnswer['kind'], Count | undefined>> = {
  succeed: 'JobsDone',
  pause: 'JobsWaiting',
  fail: 'JobsFailed',
  none: undefined,
};

/**
 * The edge of a function that pipelines invoke: whatever happens, CodePipeline gets an answer, for it waits 20 minutes
 * for one. The event holds live credentials, so nothing of it is logged.
 */
export function jobHandler({ openEdge, createWork }: JobFunction) {
  const { logger, metrics, telemetry } = createObservability();
  const edge = openEdge(telemetry);
  const work = createOrFail(() => createWork(edge), telemetry);
  return middy((event: unknown, context: Context) =>
    handleJob(event, { work, edge, remaining: () => context.getRemainingTimeInMillis() }),
  )
    .use(logContext(logger))
    .use(publishMetrics(metrics));
}

/** A function that cannot start answers so: what is thrown while it loads, Lambda tells nobody but the log. */
export function createOrFail(create: () => JobWork, telemetry: Telemetry): JobWork {
  try {
    return create();
  } catch (cause) {
    telemetry.error('The function could not start', cause);
    const error =
      cause instanceof AppError
        ? cause
        : new ConfigError('"pipeline-job" could not start; its log says why. Deploy it again', { cause });
    return { look: () => Promise.reject(error), tryAgain: () => undefined };
  }
}

interface Handling {
  readonly work: JobWork;
  readonly edge: JobEdge;
  /** Milliseconds until Lambda ends the invocation. */
  readonly remaining: () => number;
}

/** @throws when the answer could not be given: Lambda invokes twice more, and every step is harmless to repeat */
export async function handleJob(event: unknown, handling: Handling): Promise<void> {
  const { telemetry } = handling.edge;
  const request = parseEvent(event);
  const { given, taken } = await answer(request, handling);
  const count = METRICS[given.kind];
  if (taken === 'CLOSED') telemetry.info('The job has its answer already', { job: request.id });
  else if (count !== undefined) telemetry.count(count);
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

interface Answered {
  readonly given: JobAnswer;
  readonly taken: JobTaken;
}

async function answer(request: JobRequest, handling: Handling): Promise<Answered> {
  const found = await findAnswer(request, handling);
  try {
    return { given: found, taken: await give(request, found, handling) };
  } catch (error) {
    // Whatever CodePipeline will not take is no reason to leave the pipeline waiting.
    if (!(error instanceof RejectedError)) throw error;
    handling.edge.telemetry.error('CodePipeline refused an answer', error, { job: request.id });
    const failure = failWith(error);
    return { given: failure, taken: await give(request, failure, handling) };
  }
}

async function findAnswer(request: JobRequest, { work, edge, remaining }: Handling): Promise<JobAnswer> {
  try {
    return await inTime(work.look(request), remaining() - ANSWER_MILLISECONDS, 'the job');
  } catch (error) {
    edge.telemetry.error('A job was not done', error, { job: request.id });
    const again = error instanceof AppError && error.remedy === 'retry' ? work.tryAgain(request) : undefined;
    return again ?? failWith(error);
  }
}

/** Until it is taken, or no time is left. One that hangs is given again: if it was taken, the second finds the job closed. */
async function give(request: JobRequest, given: JobAnswer, handling: Handling): Promise<JobTaken> {
  const { edge, remaining } = handling;
  for (let pause = LONGEST_WAIT_MILLISECONDS / 8; ; pause = Math.min(pause * 2, LONGEST_WAIT_MILLISECONDS)) {
    try {
      return await inTime(put(request, given, edge.jobs), CALL_MILLISECONDS, 'the answer to CodePipeline');
    } catch (error) {
      const isWorthIt = error instanceof AppError && error.remedy === 'retry';
      if (!isWorthIt || remaining() < pause + CALL_MILLISECONDS + SPARE_MILLISECONDS) throw error;
      edge.telemetry.warn('CodePipeline did not take an answer', describe(error));
      await wait((pause / 2) * (1 + edge.random()));
    }
  }
}

async function put({ id }: JobRequest, given: JobAnswer, jobs: Jobs): Promise<JobTaken> {
  if (given.kind === 'succeed') return jobs.succeed(id, given.success);
  if (given.kind === 'pause') return jobs.pause(id, given.pause);
  return given.kind === 'fail' ? jobs.fail(id, given.failure) : 'CLOSED';
}

function failWith(error: unknown): JobAnswer {
  return { kind: 'fail', failure: toFailure(error) };
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
