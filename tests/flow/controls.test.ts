import { describe, expect, it } from '@jest/globals';
import { ConfigError, RateLimitedError, UnavailableError } from '#shared/errors.ts';
import {
  ACCOUNT,
  buildPipelineEvent,
  EXECUTION_ID,
  PIPELINE,
  REGION,
  START,
} from '#tests/support/build-event.ts';
import { ADA } from '#tests/support/fake-people.ts';
import { FAILED_EXECUTION } from '#tests/support/fake-pipeline-control.ts';
import { failingExecution, quietExecution, recoveringExecution } from '#tests/support/scenes.ts';
import { audit } from './support/approvals.ts';
import { buttonsOf, createWorld, lastWhisper, namesOn, press } from './support/controls.ts';
import { MEMBER } from './support/world.ts';

const RECORD = `execution/${ACCOUNT}/${REGION}/${PIPELINE}/${EXECUTION_ID}`;

describe('buttons of an execution', () => {
  it('are on the news of a failure, and on the message of what runs', async () => {
    const world = createWorld();
    const [started, ...rest] = failingExecution();

    if (started !== undefined) await world.play(started);
    const whileItRuns = namesOn(world, world.slack.parents);
    await world.play(...rest);

    expect(whileItRuns).toEqual(['stop']);
    expect(namesOn(world, world.slack.parents)).toEqual([]);
    expect(buttonsOf(world, world.slack.replies)).toMatchObject([
      { action_id: 'execution.retry', value: `${RECORD} Build` },
      { action_id: 'execution.rollback', value: `${RECORD} Build` },
      { action_id: 'execution.silence', value: `${RECORD} Build` },
    ]);
  });

  it('go when the failure is retried', async () => {
    const world = createWorld();

    await world.play(...recoveringExecution().slice(0, -6));

    expect(namesOn(world, world.slack.replies)).toEqual([]);
    expect(namesOn(world, world.slack.parents)).toEqual(['stop']);
  });

  it('cost a quiet execution no call', async () => {
    const [withRules, without] = [createWorld(), createWorld('')];

    await withRules.play(...quietExecution());
    await without.play(...quietExecution());

    expect(withRules.slack.calls).toEqual(without.slack.calls);
    expect(namesOn(withRules, withRules.slack.messages)).toEqual([]);
  });

  it.each([
    ['', []],
    [`users: [${ADA}], actions: [retry]`, ['retry']],
    [`users: [${ADA}], match: { stage: Deploy }`, []],
    [`users: [${ADA}], match: { stage: Build }`, ['retry', 'rollback']],
    [`users: [${ADA}], match: { pipeline: other }`, []],
  ])('are only there for what somebody may do: %s', async (rule, names) => {
    const world = createWorld(rule);

    await world.play(...failingExecution());

    expect(namesOn(world, world.slack.messages)).toEqual(names);
  });

  it('of another account only silence', async () => {
    const world = createWorld();

    await world.play(...failingExecution().map((event) => ({ ...event, account: MEMBER })));

    expect(namesOn(world, world.slack.messages)).toEqual(['silence']);
  });
});

describe('what a person asks for by a button', () => {
  it('is retried, once, and kept', async () => {
    const world = createWorld();
    await world.play(...failingExecution());
    const command = press(world, 'retry', { reason: 'the network was down' });

    await world.ask(command, command);

    expect(world.control.done).toEqual([`retry Build of ${EXECUTION_ID}`]);
    expect(world.people.whispers).toEqual([
      { channel: 'C1', user: ADA, text: 'Build of web-shop is being retried.' },
    ]);
    expect(audit(world)).toMatchObject([
      {
        kind: 'control',
        wanted: 'retry',
        person: { user: ADA },
        pipeline: PIPELINE,
        executionId: EXECUTION_ID,
        stage: 'Build',
        reason: 'the network was down',
        outcome: 'Build of web-shop is being retried.',
      },
    ]);
    expect(world.telemetry.counts.get('ControlsDone')).toBe(1);
  });

  it('is rolled back to what went well before it, and to no rollback', async () => {
    const world = createWorld();
    const earlier = { ...FAILED_EXECUTION, status: 'Succeeded' };
    world.control.successes = [
      { ...earlier, executionId: 'newer', startedAt: START + 50 },
      { ...earlier, executionId: 'rolled-back', startedAt: START - 50, rollbackTo: 'older' },
      { ...earlier, executionId: '0b9c7f1e-last-good', startedAt: START - 100 },
      { ...earlier, executionId: 'older', startedAt: START - 200 },
    ];
    await world.play(...failingExecution());

    await world.ask(press(world, 'rollback'));

    expect(world.control.done).toEqual(['rollback Build to 0b9c7f1e-last-good']);
    expect(lastWhisper(world)).toBe(
      'Build of web-shop is being rolled back to the execution 0b9c7f1e of 2026-03-04 09:13 UTC.',
    );
  });

  it('is not rolled back to nothing', async () => {
    const world = createWorld();
    await world.play(...failingExecution());

    await world.ask(press(world, 'rollback'));

    expect(world.control.done).toEqual([]);
    expect(lastWhisper(world)).toContain('No earlier execution went well in Build');
    expect(audit(world)).toMatchObject([{ kind: 'control', wanted: 'rollback' }]);
  });

  it('is stopped, with who and why where AWS shows it', async () => {
    const world = createWorld();
    world.control.executions = [{ ...FAILED_EXECUTION, status: 'InProgress' }];
    await world.play(buildPipelineEvent());

    await world.ask(press(world, 'stop', { reason: `wrong\nbranch ${'x'.repeat(300)}` }));

    const [done = ''] = world.control.done;
    expect(done).toContain(`stop ${EXECUTION_ID}: Stopped by Ada Okafor (${ADA}) via Slack: wrong branch x`);
    expect(done.length).toBeLessThanOrEqual(`stop ${EXECUTION_ID}: `.length + 200);
    expect(lastWhisper(world)).toContain('web-shop is being stopped');
  });

  it.each([
    ['StageNotRetryable', 'it has not failed, runs again already, or was edited since'],
    ['NotLatestPipelineExecution', 'a newer execution has been there since'],
    ['ConcurrentPipelineExecutionsLimitExceeded', 'As many executions of web-shop run'],
    ['PipelineNotFound', 'does not know the pipeline web-shop any more'],
    ['StageNotFound', 'web-shop has no stage Build any more'],
  ] as const)('is answered in words when CodePipeline will not: %s', async (refusal, words) => {
    const world = createWorld();
    await world.play(...failingExecution());
    world.control.refusal = refusal;

    await world.ask(press(world, 'retry'));

    expect(lastWhisper(world)).toContain(words);
    expect(audit(world)).toMatchObject([{ kind: 'control', outcome: expect.stringContaining(words) }]);
    expect(world.telemetry.counts.get('ControlsRefused')).toBe(1);
  });

  it('goes on where a killed worker was, and takes an answer that was lost on its way', async () => {
    const world = createWorld();
    await world.play(...failingExecution());
    world.control.failures.push({ lost: new UnavailableError('no answer', { ambiguous: true }) });

    await world.ask(press(world, 'retry'));
    await world.wait(10);

    expect(world.control.done).toHaveLength(1);
    expect(lastWhisper(world)).toBe('Build of web-shop is being retried.');
    expect(world.left).toBe(0);
  });

  it('does not roll back twice when an answer was lost', async () => {
    const world = createWorld();
    world.control.successes = [{ ...FAILED_EXECUTION, executionId: 'good', startedAt: START - 100 }];
    await world.play(...failingExecution());
    world.control.failures.push({ lost: new UnavailableError('no answer', { ambiguous: true }) });

    await world.ask(press(world, 'rollback'));
    await world.wait(10);

    expect(world.control.done).toEqual(['rollback Build to good']);
    expect(lastWhisper(world)).toContain('is being rolled back');
  });

  it('waits for CodePipeline for a minute and then tells', async () => {
    const world = createWorld();
    await world.play(...failingExecution());
    const throttled = () => new RateLimitedError('throttled', { retryAfterSeconds: 20 });
    world.control.failures.push(throttled(), throttled(), throttled(), throttled(), throttled());

    await world.ask(press(world, 'retry'));
    for (let time = 0; time < 5; time += 1) await world.wait(20);

    expect(world.people.whispers).toHaveLength(1);
    expect(lastWhisper(world)).toBe(
      'There was no clear answer (rate_limited). Look at the pipeline before you ask again.',
    );
    expect(world.telemetry.counts.get('ControlsFailed')).toBe(1);
    expect(audit(world)).toHaveLength(1);
    expect(world.left).toBe(0);
  });

  it('is not tried again when the role does not allow it', async () => {
    const world = createWorld();
    await world.play(...failingExecution());
    world.control.failures.push(new ConfigError('AccessDeniedException'));

    await world.ask(press(world, 'retry'));

    expect(lastWhisper(world)).toContain('It could not be done (config)');
    expect(world.leftBodies.filter((body) => body.includes('"control"'))).toEqual([]);
  });

  it('is not done long after it was asked for', async () => {
    const world = createWorld();
    await world.play(...failingExecution());
    const command = press(world, 'retry');

    world.clock.time += 901;
    await world.ask(command);

    expect(world.control.done).toEqual([]);
    expect(lastWhisper(world)).toContain('That was asked too long ago.');
  });

  it('is unknown where the record is gone', async () => {
    const world = createWorld();

    await world.ask({ ...press(world, 'retry'), record: RECORD } as ReturnType<typeof press>);

    expect(lastWhisper(world)).toBe('That execution is not known any more.');
  });
});
