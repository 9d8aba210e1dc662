import type { App } from '#shared/app.ts';
import { inTime } from '#shared/clients/in-time.ts';
import type { JobPlace } from '#shared/clients/jobs.ts';
import { ConfigError } from '#shared/errors.ts';
import { findJob, jobs } from '#shared/jobs/index.ts';
import type { JobApp, JobResult } from '#shared/jobs/job.ts';
import { truncate } from '#shared/presentation/format.ts';
import type { JobAnswer, JobRequest, JobWork } from '#shared/runtime/job.ts';
import { type Progress, parseProgress, toToken } from './progress.ts';

export type RunApp = JobApp & Pick<App, 'jobs'>;

/** A service that gives no answer is asked again for so long: five minutes. */
const MAX_TRIES = 10;
const MAX_SUMMARY = 2000;
/** Long enough for the SDK to try three times. */
const PLACE_MILLISECONDS = 6000;

/** Finds out which action the job is of, has the named job look, and says what came of it. */
export function createWork(app: RunApp): JobWork {
  return {
    look: (request) => look(request, app),
    tryAgain(request) {
      const { tries, ...progress } = parseProgress(request.continuationToken) ?? begin(app);
      if (tries >= MAX_TRIES) return undefined;
      return pause('A service gave no answer; tried again', { ...progress, tries: tries + 1 });
    },
  };
}

async function look(request: JobRequest, app: RunApp): Promise<JobAnswer> {
  const parameters = parseParameters(request.userParameters);
  const job = findJob(parameters.job);
  if (job === undefined)
    throw new ConfigError(
      `UserParameters name the unknown job "${truncate(parameters.job, 50)}"; use one of ${names()}`,
    );
  const progress = parseProgress(request.continuationToken) ?? begin(app);
  const place = progress.place ?? (await getPlace(request, app));
  if (place === 'GONE') return { kind: 'none' };
  const { startedAt, state } = progress;
  const result = await job.look(parameters.given, { place, startedAt, state }, app);
  return toAnswer(result, { ...progress, place });
}

/** In time to ask again: else all of the function's would be over. */
function getPlace({ id }: JobRequest, { jobs }: RunApp): Promise<JobPlace | 'GONE'> {
  return inTime(jobs.getPlace(id), PLACE_MILLISECONDS, 'CodePipeline GetJobDetails');
}

function begin({ clock }: RunApp): Progress {
  return { place: undefined, startedAt: clock.now(), state: undefined, tries: 0 };
}

function toAnswer(result: JobResult, progress: Progress): JobAnswer {
  if (result.kind === 'waiting') return pause(result.summary, { ...progress, state: result.state, tries: 0 });
  if (result.kind === 'failed') {
    const { type, message } = result;
    return { kind: 'fail', failure: { type, message: truncate(message, MAX_SUMMARY) } };
  }
  const { summary, externalId, outputVariables } = result;
  return {
    kind: 'succeed',
    success: { summary: truncate(summary, MAX_SUMMARY), externalId, outputVariables },
  };
}

function pause(summary: string, progress: Progress): JobAnswer {
  return {
    kind: 'pause',
    pause: { summary: truncate(summary, MAX_SUMMARY), continuationToken: toToken(progress) },
  };
}

function names(): string {
  return jobs.map(({ name }) => name).join(', ');
}

/** @throws ConfigError; what was given stands in no error, for it may be a resolved secret */
function parseParameters(text: unknown): { readonly job: string; readonly given: unknown } {
  if (text === undefined || (typeof text === 'string' && text.trim() === ''))
    throw new ConfigError(`UserParameters are missing: JSON that names a job, one of ${names()}`);
  const given = typeof text === 'string' ? toJson(text) : undefined;
  const job = new Map<string, unknown>(Object.entries(Object(given))).get('job');
  if (typeof job === 'string') return { job, given };
  throw new ConfigError(
    `UserParameters must be JSON, an object with the member "job", one of ${names()}; a variable may hold a quote or a line break`,
  );
}

function toJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
