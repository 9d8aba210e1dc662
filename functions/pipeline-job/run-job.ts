import type { App } from '#shared/app.ts';
import { ConfigError } from '#shared/errors.ts';
import { findJob, jobs } from '#shared/jobs/index.ts';
import type { JobApp, JobResult } from '#shared/jobs/job.ts';
import { truncate } from '#shared/presentation/format.ts';
import type { JobAnswer, JobRequest, JobWork } from '#shared/runtime/job.ts';
import { type Progress, parseProgress, toToken } from './progress.ts';

export type RunApp = JobApp & Pick<App, 'telemetry' | 'jobs'>;

/** A service that gives no answer is asked again for so long: five minutes. */
const MAX_TRIES = 10;
const MAX_SUMMARY = 2000;

/** Finds out which action the job is of, has the named job look, and says what came of it. */
export function createWork(app: RunApp): JobWork {
  return {
    look: (request) => look(request, app),
    tryAgain(request) {
      const { tries, ...progress } = parseProgress(request.continuationToken) ?? begin(app);
      if (tries >= MAX_TRIES) return undefined;
      app.telemetry.count('JobsWaiting');
      return pause(request, 'A service gave no answer; tried again', { ...progress, tries: tries + 1 });
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
  const place = progress.place ?? (await app.jobs.getPlace(request.id));
  if (place === 'GONE') return async () => 'CLOSED';
  const { startedAt, state } = progress;
  const result = await job.look(parameters.given, { place, startedAt, state }, app);
  return toAnswer(request, { result, progress: { ...progress, place }, app });
}

function begin({ clock }: RunApp): Progress {
  return { place: undefined, startedAt: clock.now(), state: undefined, tries: 0 };
}

interface Looked {
  readonly result: JobResult;
  readonly progress: Progress;
  readonly app: RunApp;
}

function toAnswer(request: JobRequest, { result, progress, app }: Looked): JobAnswer {
  const { id } = request;
  if (result.kind === 'waiting') {
    app.telemetry.count('JobsWaiting');
    return pause(request, result.summary, { ...progress, state: result.state, tries: 0 });
  }
  if (result.kind === 'failed') {
    app.telemetry.count('JobsFailed');
    const { type, message } = result;
    return (jobs) => jobs.fail(id, { type, message: truncate(message, MAX_SUMMARY) });
  }
  app.telemetry.count('JobsDone');
  const { summary, externalId, outputVariables } = result;
  return (jobs) => jobs.succeed(id, { summary: truncate(summary, MAX_SUMMARY), externalId, outputVariables });
}

function pause({ id }: JobRequest, summary: string, progress: Progress): JobAnswer {
  return (jobs) =>
    jobs.pause(id, { summary: truncate(summary, MAX_SUMMARY), continuationToken: toToken(progress) });
}

function names(): string {
  return jobs.map(({ name }) => name).join(', ');
}

/** @throws ConfigError; what was given stands in no error, for it may be a resolved secret */
function parseParameters(text: string | undefined): { readonly job: string; readonly given: unknown } {
  if (text === undefined || text.trim() === '')
    throw new ConfigError(`UserParameters are missing: JSON that names a job, one of ${names()}`);
  const given = toJson(text);
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
