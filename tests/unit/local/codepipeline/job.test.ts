import { describe, expect, it } from '@jest/globals';
import { getStageRun, retryStage, stopExecution } from '#local/codepipeline/control.ts';
import { letPass } from './approval-support.ts';
import { fail, succeed, untilInvoked, withLambda } from './job-support.ts';

const MINUTE = 60_000;
const DEPLOYED = ['Deploy STARTED', 'Deploy/Fleet STARTED', 'Deploy/Fleet SUCCEEDED', 'Deploy SUCCEEDED'];
const URL = 'https://console.aws.amazon.com/lambda/home?region=eu-west-1#/functions/gatekeeper';
const CLOSED = expect.objectContaining({ name: 'InvalidJobStateException' });

describe('the answer of a function', () => {
  it('lets the stage go on', async () => {
    const { lambda, simulation, execution, before } = await untilInvoked();

    succeed(simulation, lambda.lastJob, {
      executionDetails: { summary: 'Nobody objects', externalExecutionId: 'gate-7', percentComplete: 100 },
    });
    await simulation.finished();

    expect(simulation.story(execution).slice(before)).toEqual([
      'Gate/Ask SUCCEEDED',
      'Gate SUCCEEDED',
      ...DEPLOYED,
      'pipeline SUCCEEDED',
    ]);
    expect(simulation.events[before]?.detail['execution-result']).toEqual({
      'external-execution-id': 'gate-7',
      'external-execution-summary': 'Nobody objects',
      'external-execution-url': URL,
    });
  });

  it('fails stage and pipeline, and says why', async () => {
    const { lambda, simulation, execution, before } = await untilInvoked();

    fail(simulation, lambda.lastJob, {
      type: 'SystemUnavailable',
      message: 'Slack is down',
      externalExecutionId: 'gate-7',
    });
    await simulation.finished();

    expect(simulation.story(execution).slice(before)).toEqual([
      'Gate/Ask FAILED',
      'Gate FAILED',
      'pipeline FAILED',
    ]);
    expect(simulation.events[before]?.detail['execution-result']).toEqual({
      'external-execution-id': 'gate-7',
      'external-execution-summary': 'Slack is down',
      'external-execution-url': URL,
      'error-code': 'SystemUnavailable',
    });
  });

  it('may come before the invocation is accepted', async () => {
    const { lambda, simulation } = await untilInvoked();
    lambda.does = (job) => succeed(simulation, job);
    const second = simulation.start();
    succeed(simulation, lambda.lastJob);

    await simulation.finished();

    expect(simulation.story(second).at(-1)).toBe('pipeline SUCCEEDED');
  });

  it.each([
    ['a success', succeed],
    ['a failure', fail],
  ])('is given once: no longer after %s', async (_, give) => {
    const { lambda, simulation } = await untilInvoked();
    give(simulation, lambda.lastJob);

    expect(() => succeed(simulation, lambda.lastJob)).toThrow(CLOSED);
    expect(() => fail(simulation, lambda.lastJob)).toThrow(CLOSED);
  });

  it('is too late when its time is over, though nobody has noticed yet', async () => {
    const { lambda, clock, simulation, execution } = await untilInvoked();

    await clock.wait(20 * MINUTE, new AbortController().signal);

    expect(execution.state).toBe('STARTED');
    expect(() => succeed(simulation, lambda.lastJob)).toThrow(CLOSED);
  });

  it('is too late when the action has timed out', async () => {
    const { lambda, simulation } = await untilInvoked();

    await letPass(simulation, 20 * MINUTE);

    expect(() => fail(simulation, lambda.lastJob)).toThrow(CLOSED);
  });

  it('is waited for by who stops the execution, and not taken after it was abandoned', async () => {
    const { lambda, simulation, execution, before } = await untilInvoked();

    stopExecution(simulation.world, execution, { reason: undefined, abandon: false });
    await simulation.finished();
    expect(execution.state).toBe('STOPPING');
    stopExecution(simulation.world, execution, { reason: undefined, abandon: true });
    await letPass(simulation, 60 * MINUTE);

    expect(() => succeed(simulation, lambda.lastJob)).toThrow(CLOSED);
    expect(simulation.story(execution).slice(before + 2)).toEqual([
      'Gate/Ask ABANDONED',
      'Gate STOPPED',
      'pipeline STOPPED',
    ]);
  });

  it('lets an execution stop that waits for it', async () => {
    const { lambda, simulation, execution, before } = await untilInvoked();
    stopExecution(simulation.world, execution, { reason: undefined, abandon: false });

    succeed(simulation, lambda.lastJob);
    await simulation.finished();

    expect(simulation.story(execution).slice(before + 2)).toEqual([
      'Gate/Ask SUCCEEDED',
      'Gate STOPPED',
      'pipeline STOPPED',
    ]);
  });

  it('keeps newer executions waiting, of which the newest goes on', async () => {
    const { lambda, simulation } = await untilInvoked();
    const [second, third] = [simulation.start(), simulation.start()];
    await simulation.finished();

    fail(simulation, lambda.lastJob);
    await simulation.finished();

    expect(second.state).toBe('SUPERSEDED');
    expect(simulation.story(third).at(-1)).toBe('Gate/Ask STARTED');
    expect(lambda.jobs).toHaveLength(2);
  });

  it('is asked for anew when the stage is retried', async () => {
    const { lambda, simulation, execution } = await untilInvoked();
    const first = lambda.lastJob;
    fail(simulation, first);

    retryStage(simulation.world, { execution, stage: getStageRun(execution, 'Gate') }, 'FAILED_ACTIONS');
    await simulation.finished();
    succeed(simulation, lambda.lastJob);
    await simulation.finished();

    expect(lambda.lastJob.id).not.toBe(first.id);
    expect(() => succeed(simulation, first)).toThrow(CLOSED);
    expect(execution.state).toBe('SUCCEEDED');
  });

  it('tells executions in PARALLEL mode apart', async () => {
    const { lambda, simulation, execution } = await untilInvoked(withLambda({}, { mode: 'PARALLEL' }));
    const other = simulation.start();
    await simulation.finished();

    fail(simulation, lambda.lastJob);
    await simulation.finished();

    expect([execution.state, other.state]).toEqual(['STARTED', 'FAILED']);
  });
});

describe('a continuation', () => {
  it.each([
    ['30 seconds', {}, 30_000],
    ['the time that is set', { continueAfterMilliseconds: 1_500 }, 1_500],
  ])('invokes the function again after %s, as a new job with the token', async (_, options, milliseconds) => {
    const { lambda, clock, simulation, execution, before } = await untilInvoked(undefined, options);
    const [first] = lambda.jobs;
    const answeredAt = clock.now();

    succeed(simulation, lambda.lastJob, { continuationToken: '{"asked":1}' });
    await simulation.finished();

    expect(clock.now() - answeredAt).toBe(milliseconds);
    expect(lambda.jobs).toHaveLength(2);
    expect(lambda.lastJob.id).not.toBe(first?.id);
    expect(lambda.lastJob.data).toEqual({ ...first?.data, continuationToken: '{"asked":1}' });
    expect(simulation.story(execution)).toHaveLength(before);
  });

  it('ends by the answer to its last job only', async () => {
    const { lambda, simulation, execution } = await untilInvoked();
    const first = lambda.lastJob;
    succeed(simulation, first, { continuationToken: '1' });
    expect(() => succeed(simulation, first)).toThrow(CLOSED);
    await simulation.finished();
    expect(() => succeed(simulation, first)).toThrow(CLOSED);

    succeed(simulation, lambda.lastJob);
    await simulation.finished();

    expect(execution.state).toBe('SUCCEEDED');
  });

  it('keeps the job id where ids are reused', async () => {
    const { lambda, simulation, execution } = await untilInvoked(undefined, { reuseJobIds: true });
    const { id } = lambda.lastJob;
    succeed(simulation, lambda.lastJob, { continuationToken: '1' });
    expect(() => succeed(simulation, lambda.lastJob)).toThrow(CLOSED);
    await simulation.finished();

    succeed(simulation, lambda.lastJob);
    await simulation.finished();

    expect(lambda.jobs.map((job) => [job.id, job.data.continuationToken])).toEqual([
      [id, undefined],
      [id, '1'],
    ]);
    expect(execution.state).toBe('SUCCEEDED');
  });

  it('does not come after the execution was abandoned', async () => {
    const { lambda, simulation, execution } = await untilInvoked();
    succeed(simulation, lambda.lastJob, { continuationToken: '1' });

    stopExecution(simulation.world, execution, { reason: undefined, abandon: true });
    await letPass(simulation, 60 * MINUTE);

    expect(lambda.jobs).toHaveLength(1);
    expect(simulation.story(execution).at(-1)).toBe('pipeline STOPPED');
    expect(simulation.events.at(-3)?.detail).toMatchObject({ action: 'Ask', state: 'ABANDONED' });
  });

  it('goes on while the execution is being stopped', async () => {
    const { lambda, simulation, execution } = await untilInvoked();
    stopExecution(simulation.world, execution, { reason: undefined, abandon: false });

    succeed(simulation, lambda.lastJob, { continuationToken: '1' });
    await simulation.finished();

    expect(lambda.jobs).toHaveLength(2);
    expect(execution.state).toBe('STOPPING');
  });
});

describe('a job that is delivered more than once', () => {
  it('is the same each time, and one answer counts', async () => {
    const { lambda, simulation, execution } = await untilInvoked(undefined, { duplicate: 3 });
    const [first, second, third] = lambda.jobs;

    succeed(simulation, lambda.lastJob);
    await simulation.finished();

    expect([second, third]).toEqual([first, first]);
    expect(() => fail(simulation, lambda.lastJob)).toThrow(CLOSED);
    expect(execution.state).toBe('SUCCEEDED');
  });

  it('continues once', async () => {
    const { lambda, simulation } = await untilInvoked(undefined, { duplicate: 2 });

    succeed(simulation, lambda.lastJob, { continuationToken: '1' });
    expect(() => succeed(simulation, lambda.lastJob, { continuationToken: '1' })).toThrow(CLOSED);
    await simulation.finished();

    expect(lambda.jobs.map(({ data }) => data.continuationToken)).toEqual([undefined, undefined, '1', '1']);
    expect(new Set(lambda.jobs.map(({ id }) => id)).size).toBe(2);
  });
});
