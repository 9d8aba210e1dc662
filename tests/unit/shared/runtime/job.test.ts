import { describe, expect, it } from '@jest/globals';
import type { JobTaken } from '#shared/clients/jobs.ts';
import { ConfigError, RateLimitedError, RejectedError, UnavailableError } from '#shared/errors.ts';
import {
  createOrFail,
  handleJob,
  type JobAnswer,
  type JobRequest,
  type JobWork,
} from '#shared/runtime/job.ts';
import { FakeJobs } from '#tests/support/fake-jobs.ts';
import { FakeTelemetry } from '#tests/support/fakes.ts';
import { JOB_ID, jobEvent } from '#tests/support/job-event.ts';

const DONE: JobAnswer = { kind: 'succeed', success: { summary: 'Done' } };
const WAITS: JobAnswer = { kind: 'pause', pause: { summary: 'Waits', continuationToken: 't' } };
const FAILED: JobAnswer = { kind: 'fail', failure: { type: 'JobFailed', message: 'x' } };

function workThat(answer: () => Promise<JobAnswer>): JobWork & { readonly requests: JobRequest[] } {
  const requests: JobRequest[] = [];
  return {
    requests,
    look(request) {
      requests.push(request);
      return answer();
    },
    tryAgain: () => WAITS,
  };
}

function createWorld(work: JobWork) {
  const [jobs, telemetry] = [new FakeJobs(), new FakeTelemetry()];
  const deadline = Date.now() + 14_000;
  const edge = { jobs, telemetry, random: () => 0 };
  return {
    jobs,
    telemetry,
    handle: (event: unknown) => handleJob(event, { work, edge, remaining: () => deadline - Date.now() }),
  };
}

describe('a job with an id', () => {
  it.each([
    ['no data', null],
    ['data of another kind', 'x'],
    ['no configuration', { actionConfiguration: null }],
    ['a configuration of another kind', { actionConfiguration: { configuration: ['x'] } }],
    ['a token of another kind', { continuationToken: 7 }],
    ['a token of nothing', { continuationToken: null }],
  ])('is looked at with %s', async (_, data) => {
    const work = workThat(async () => DONE);
    const { jobs, handle } = createWorld(work);

    await handle({ 'CodePipeline.job': { id: JOB_ID, data } });

    expect(work.requests).toEqual([{ id: JOB_ID, userParameters: undefined, continuationToken: undefined }]);
    expect(jobs.answers).toMatchObject([{ kind: 'succeeded' }]);
  });

  it('keeps what is as it should be beside what is not', async () => {
    const work = workThat(async () => DONE);
    const { 'CodePipeline.job': job } = jobEvent({ job: 'notify' });

    await createWorld(work).handle({
      'CodePipeline.job': { ...job, data: { ...job.data, continuationToken: {} } },
    });

    expect(work.requests).toMatchObject([{ userParameters: '{"job":"notify"}' }]);
  });
});

describe('the answer of a job', () => {
  it('is given again when CodePipeline leaves it hanging', async () => {
    const { jobs, telemetry, handle } = createWorld(workThat(async () => DONE));
    const succeed = jobs.succeed.bind(jobs);
    jobs.succeed = () => {
      jobs.succeed = succeed;
      return new Promise<JobTaken>(() => undefined);
    };

    await handle(jobEvent({}));

    expect(jobs.answers).toMatchObject([{ kind: 'succeeded' }]);
    expect(telemetry.lines).toMatchObject([{ message: 'CodePipeline did not take an answer' }]);
  });

  it.each([
    ['JobsDone', async () => DONE],
    ['JobsWaiting', async () => WAITS],
    ['JobsFailed', async () => FAILED],
    ['JobsFailed', () => Promise.reject(new ConfigError('x'))],
    ['JobsFailed', () => Promise.reject(new TypeError('x'))],
    ['JobsWaiting', () => Promise.reject(new UnavailableError('x'))],
  ])('counts as %s once it is taken: %#', async (name, look) => {
    const { jobs, telemetry, handle } = createWorld(workThat(look));
    jobs.failures.push(new RateLimitedError('x', { retryAfterSeconds: 2 }));

    await handle(jobEvent({}));

    expect(telemetry.counts).toEqual(new Map([[name, 1]]));
  });

  it('counts as the failure that it ends as when CodePipeline refuses it', async () => {
    const { jobs, telemetry, handle } = createWorld(workThat(async () => DONE));
    jobs.failures.push(new RejectedError('x'));

    await handle(jobEvent({}));

    expect(telemetry.counts).toEqual(new Map([['JobsFailed', 1]]));
  });

  it('does not count where the job is closed, or nobody asks any more', async () => {
    const closed = createWorld(workThat(async () => DONE));
    const gone = createWorld(workThat(async () => ({ kind: 'none' })));
    closed.jobs.isOpen = false;

    await closed.handle(jobEvent({}));
    await gone.handle(jobEvent({}));

    expect([...closed.telemetry.counts, ...gone.telemetry.counts]).toEqual([]);
  });
});

describe('a function that cannot start', () => {
  it.each([
    [
      'environment variables missing: TABLE_NAME',
      new ConfigError('environment variables missing: TABLE_NAME'),
    ],
    ['"pipeline-job" could not start', new TypeError('canary: a defect may say anything')],
  ])('fails its jobs as a ConfigurationError: %s', async (message, error) => {
    const telemetry = new FakeTelemetry();
    const work = createOrFail(() => {
      throw error;
    }, telemetry);
    const { jobs, handle } = createWorld(work);

    await handle(jobEvent({}));

    expect(telemetry.lines).toMatchObject([{ message: 'The function could not start', error }]);
    expect(jobs.answers).toEqual([
      { kind: 'failed', type: 'ConfigurationError', message: expect.stringContaining(message) },
    ]);
  });
});
