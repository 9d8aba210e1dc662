import { describe, expect, it } from '@jest/globals';
import { ConfigError, RateLimitedError, RejectedError, UnavailableError } from '#shared/errors.ts';
import { JOB_PLACE } from '#tests/support/fake-jobs.ts';
import { sdkError } from '#tests/support/fake-sdk-client.ts';
import { CREDENTIALS, JOB_ID, jobEvent } from '#tests/support/job-event.ts';
import { createJobWorld, lookAgain } from './support/jobs.ts';

const START_MACHINE = { job: 'start-state-machine', stateMachine: 'smoke-test' };
const THROTTLED = new RateLimitedError('CodePipeline PutJobSuccessResult: throttled', {
  retryAfterSeconds: 2,
});

describe('a job', () => {
  it.each([
    [
      undefined,
      'UserParameters are missing: JSON that names a job, one of gate, notify, start-state-machine',
    ],
    ['', 'UserParameters are missing'],
    ['{"job":"notify","message":"it"s live"}', 'UserParameters must be JSON'],
    ['[]', 'an object with the member "job"'],
    [{ job: 'deploy' }, 'unknown job "deploy"; use one of gate, notify, start-state-machine'],
    [{ job: 'notify', to: 7, tone: 'loud', massage: 'x' }, 'message is missing'],
    [
      { job: 'notify', to: 7, tone: 'loud', massage: 'x' },
      'tone must be one of running, good, bad, stopped, neutral',
    ],
    [{ job: 'notify', to: 7, tone: 'loud', massage: 'x' }, 'massage is not known'],
    [{ job: 'gate' }, 'must have at least one of freeze, alarms, silence, approval'],
    [{ job: 'start-state-machine' }, 'stateMachine is missing'],
  ])('with %j fails as a ConfigurationError that says what is wrong', async (parameters, message) => {
    const world = createJobWorld();

    await world.job(jobEvent(parameters));

    expect(world.jobs.answers).toEqual([
      { kind: 'failed', type: 'ConfigurationError', message: expect.stringContaining(message) },
    ]);
  });

  it.each([
    ['PermissionError', new ConfigError('x', { cause: sdkError('AccessDeniedException') })],
    ['ConfigurationError', new ConfigError('x')],
    ['JobFailed', new RejectedError('x')],
    ['JobFailed', new TypeError('canary: a defect may say anything')],
  ])('fails as %s with %p', async (type, error) => {
    const world = createJobWorld();
    world.stateMachines.failures.push(error);

    await world.job(jobEvent(START_MACHINE));

    expect(world.jobs.answers).toMatchObject([{ kind: 'failed', type }]);
    expect(JSON.stringify(world.jobs.answers)).not.toContain('canary');
  });

  it.each([5, null, ['x'], { job: 'notify' }, true])(
    'with UserParameters that are no text, such as %j, fails as a ConfigurationError',
    async (UserParameters) => {
      const world = createJobWorld();
      const actionConfiguration = { configuration: { UserParameters } };

      await world.job({ 'CodePipeline.job': { id: JOB_ID, data: { actionConfiguration } } });

      expect(world.jobs.answers).toMatchObject([
        { type: 'ConfigurationError', message: expect.stringContaining('UserParameters must be JSON') },
      ]);
    },
  );

  it.each([
    ['PermissionError', new ConfigError('x', { cause: sdkError('AccessDeniedException') })],
    ['JobFailed', new RejectedError('CodePipeline GetJobDetails: refused')],
  ])('fails as %s when CodePipeline does not say what it is of', async (type, error) => {
    const world = createJobWorld();
    world.jobs.failures.push(error);

    await world.job(jobEvent(START_MACHINE));

    expect(world.jobs.answers).toMatchObject([{ kind: 'failed', type }]);
  });

  it.each([
    ['throttles', () => Promise.reject(THROTTLED)],
    ['gives no answer', () => Promise.reject(new UnavailableError('no answer'))],
    ['leaves it hanging', () => new Promise<never>(() => undefined)],
  ])('is looked at again when CodePipeline %s instead of saying what it is of', async (_, getPlace) => {
    const world = createJobWorld();
    const usual = world.jobs.getPlace.bind(world.jobs);
    world.jobs.getPlace = getPlace;

    await world.job(jobEvent(START_MACHINE));
    world.jobs.getPlace = usual;
    await lookAgain(world, START_MACHINE);

    expect(world.jobs.answers).toMatchObject([
      { kind: 'paused', summary: 'A service gave no answer; tried again' },
      { kind: 'paused', summary: 'smoke-test runs' },
    ]);
    expect(world.stateMachines.starts).toHaveLength(1);
  });

  it('asks a service that gives no answer again, for five minutes', async () => {
    const world = createJobWorld();
    const failures = Array.from({ length: 10 }, () => new UnavailableError('state machine: no answer'));
    world.stateMachines.failures.push(...failures);

    await world.job(jobEvent(START_MACHINE));
    await lookAgain(world, START_MACHINE, 9);

    expect(world.jobs.answers.map(({ kind }) => kind)).toEqual(Array.from({ length: 10 }, () => 'paused'));
    await lookAgain(world, START_MACHINE);
    expect(world.stateMachines.starts).toHaveLength(1);
  });

  it('fails as SystemUnavailable when the service never answers', async () => {
    const world = createJobWorld();
    world.stateMachines.failures.push(...Array.from({ length: 20 }, () => new UnavailableError('no answer')));

    await world.job(jobEvent(START_MACHINE));
    await lookAgain(world, START_MACHINE, 20);

    expect(world.jobs.answers).toHaveLength(11);
    expect(world.jobs.answers.at(-1)).toEqual({
      kind: 'failed',
      type: 'SystemUnavailable',
      message: 'no answer',
    });
  });

  it('is answered before the function’s own deadline, whatever hangs', async () => {
    const world = createJobWorld();
    world.stateMachines.start = () => new Promise(() => undefined);

    await world.job(jobEvent(START_MACHINE), 8001);

    expect(world.jobs.answers).toMatchObject([{ kind: 'paused' }]);
  });

  it('is answered although CodePipeline throttles', async () => {
    const world = createJobWorld();
    world.jobs.getPlace = async () => JOB_PLACE;
    world.jobs.failures.push(THROTTLED, new UnavailableError('no answer'), THROTTLED);

    await world.job(jobEvent({ job: 'notify', message: 'hello' }));

    expect(world.jobs.answers).toMatchObject([{ kind: 'succeeded' }]);
    expect(world.jobs.failures).toEqual([]);
  });

  it('leaves an answer that CodePipeline does not take to the next invocation', async () => {
    const world = createJobWorld();
    world.jobs.getPlace = async () => JOB_PLACE;
    world.jobs.failures.push(...Array.from({ length: 100 }, () => THROTTLED));

    await expect(world.job(jobEvent({ job: 'notify', message: 'hello' }), 2400)).rejects.toBe(THROTTLED);
    world.jobs.failures.length = 0;
    await world.job(jobEvent({ job: 'notify', message: 'hello' }));
    await world.wait(5);

    expect(world.jobs.answers).toMatchObject([{ kind: 'succeeded' }]);
    expect(world.topics.published).toHaveLength(1);
  });

  it('fails when CodePipeline refuses what it is told', async () => {
    const world = createJobWorld();
    world.jobs.getPlace = async () => JOB_PLACE;
    world.jobs.failures.push(
      new RejectedError('CodePipeline PutJobSuccessResult: refused as ValidationException'),
    );

    await world.job(jobEvent({ job: 'notify', message: 'hello' }));

    expect(world.jobs.answers).toMatchObject([
      { kind: 'failed', type: 'JobFailed', message: expect.stringContaining('ValidationException') },
    ]);
  });

  it('is left alone when it has its answer, or is not known', async () => {
    const answered = createJobWorld();
    answered.jobs.isOpen = false;
    const gone = createJobWorld();
    gone.jobs.place = 'GONE';

    await answered.job(jobEvent({ job: 'notify', message: 'hello' }));
    await gone.job(jobEvent({ job: 'notify', message: 'hello' }));

    expect([...answered.jobs.answers, ...gone.jobs.answers]).toEqual([]);
  });

  it.each(['not ours', '{"v":2}', '{}', 'null'])('begins anew with a token such as %s', async (token) => {
    const world = createJobWorld();

    await world.job(jobEvent(START_MACHINE, token));

    expect(world.jobs.answers).toMatchObject([{ kind: 'paused' }]);
    expect(world.stateMachines.starts).toHaveLength(1);
  });

  it('keeps its token within what CodePipeline takes', async () => {
    const world = createJobWorld();
    const long = 'n'.repeat(100);
    world.jobs.place = { ...JOB_PLACE, pipeline: long, stage: long, action: long };

    await world.job(jobEvent(START_MACHINE));

    expect(world.jobs.token?.length).toBeGreaterThan(300);
    expect(world.jobs.token?.length).toBeLessThanOrEqual(2048);
  });

  it('is refused when it is none', async () => {
    const world = createJobWorld();

    await expect(world.job({ Records: [] })).rejects.toMatchObject({ code: 'invalid_input' });
  });

  it('tells nobody the credentials that come with it', async () => {
    const world = createJobWorld();
    world.stateMachines.failures.push(new TypeError(`bug with ${JSON.stringify(CREDENTIALS)}`));
    const { 'CodePipeline.job': job } = jobEvent(START_MACHINE);

    await world.job(jobEvent(START_MACHINE));
    await world.job(jobEvent('{'));
    await world.job({ 'CodePipeline.job': { ...job, id: 7 } }).catch((error: unknown) => {
      world.telemetry.error('refused', error);
    });

    const told = JSON.stringify([world.telemetry, world.jobs.answers, world.slack.messages]);
    expect(told).toContain('defect');
    for (const secret of Object.values(CREDENTIALS)) expect(told).not.toContain(secret.slice(0, 20));
  });
});
