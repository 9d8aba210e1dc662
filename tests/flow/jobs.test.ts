import { describe, expect, it } from '@jest/globals';
import { JOB_PLACE } from '#tests/support/fake-jobs.ts';
import { RUNNING } from '#tests/support/fake-machines.ts';
import { jobEvent } from '#tests/support/job-event.ts';
import { atTheGate, createJobWorld, lookAgain, MACHINE } from './support/jobs.ts';

const START_MACHINE = {
  job: 'start-state-machine',
  stateMachine: 'smoke-test',
  input: { url: 'https://staging' },
};

describe('the job notify', () => {
  const TOLD = {
    job: 'notify',
    to: ['releases', 'mail'],
    message: 'Version 7 is live <!channel>',
    tone: 'good',
    fields: { Version: '7' },
  };

  it('tells the destinations that it names, once for however many invocations', async () => {
    const world = createJobWorld();

    await world.job(jobEvent(TOLD));
    await world.job(jobEvent(TOLD));
    await world.wait(5);

    expect(world.jobs.answers).toEqual([{ kind: 'succeeded', summary: 'Told releases, mail' }]);
    expect(world.slack.messages).toHaveLength(1);
    const [post] = world.slack.messages;
    expect(post?.body).toMatchObject({
      channel: '#releases',
      text: 'web-shop Version 7 is live &lt;!channel&gt;',
    });
    expect(JSON.stringify(post?.body['blocks'])).toContain('Version: 7');
    expect(JSON.stringify(post?.body['blocks'])).toContain(`executions/${JOB_PLACE.executionId}/timeline`);
    expect(world.topics.published).toHaveLength(1);
  });

  it('goes where the routes say when it names nobody', async () => {
    const world = createJobWorld();

    await world.job(jobEvent({ job: 'notify', message: 'Version 7 is live', title: 'Web shop' }));
    await world.wait(5);

    expect(world.topics.published.map(({ Subject }) => Subject)).toEqual(['Web shop Version 7 is live']);
    expect(world.slack.messages).toEqual([]);
  });

  it('says which destinations there are when it names another', async () => {
    const world = createJobWorld();

    await world.job(jobEvent({ ...TOLD, to: ['releases', 'nowhere'] }));

    expect(world.jobs.answers).toEqual([
      {
        kind: 'failed',
        type: 'ConfigurationError',
        message: 'signalbox.yml has no destination nowhere; use one of pipelines, releases, mail',
      },
    ]);
    expect(world.left).toBe(0);
  });

  it('takes none of our own destinations for one that people read', async () => {
    const world = createJobWorld();

    await world.job(jobEvent({ ...TOLD, to: '_snapshots' }));

    expect(world.jobs.answers).toMatchObject([
      { type: 'ConfigurationError', message: expect.stringContaining('has no destination _snapshots;') },
    ]);
  });
});

describe('the job start-state-machine', () => {
  it('starts it once with the record of the execution, and ends as it does', async () => {
    const world = createJobWorld();
    await world.play(...atTheGate());

    await world.job(jobEvent(START_MACHINE));
    await world.job(jobEvent(START_MACHINE));
    await lookAgain(world, START_MACHINE, 2);
    world.stateMachines.run = {
      ...RUNNING,
      status: 'SUCCEEDED',
      output: JSON.stringify({ 'report url': 'https://r', checks: 12, list: ['a'] }),
    };
    await lookAgain(world, START_MACHINE);

    expect(world.stateMachines.starts).toHaveLength(1);
    const [start] = world.stateMachines.starts;
    expect(start).toMatchObject({ machine: MACHINE, name: expect.stringMatching(/^web-shop-[0-9a-f]{32}$/) });
    expect(JSON.parse(start?.input ?? '')).toMatchObject({
      version: 1,
      pipeline: { pipeline: 'web-shop', stage: 'Gate', action: 'Hold' },
      execution: {
        executionId: JOB_PLACE.executionId,
        state: 'STARTED',
        stages: expect.arrayContaining([expect.objectContaining({ name: 'Gate' })]),
      },
      input: { url: 'https://staging' },
    });
    expect(world.jobs.answers.map(({ kind }) => kind)).toEqual([
      'paused',
      'paused',
      'paused',
      'paused',
      'succeeded',
    ]);
    expect(world.jobs.answers.at(-1)).toMatchObject({
      summary: 'smoke-test succeeded',
      externalId: expect.stringContaining(':execution:smoke-test:web-shop-'),
      outputVariables: { report_url: 'https://r', checks: '12', list: '["a"]' },
    });
    expect(world.jobs.asked).toHaveLength(2);
  });

  it.each([
    [
      {
        ...RUNNING,
        status: 'FAILED',
        error: 'Broken',
        cause: '{"errorMessage":"password=hunter22 is wrong"}',
      },
      'smoke-test ended as FAILED: Broken: password=[redacted] is wrong',
    ],
    [{ ...RUNNING, status: 'TIMED_OUT' }, 'smoke-test ended as TIMED_OUT'],
    [
      { ...RUNNING, status: 'ABORTED', cause: 'stopped by hand' },
      'smoke-test ended as ABORTED: stopped by hand',
    ],
    [undefined, expect.stringContaining('express workflows need "wait": false')],
    [
      { ...RUNNING, status: 'SUCCEEDED', output: JSON.stringify({ all: 'x'.repeat(123_000) }) },
      expect.stringContaining("more than an action's variables hold"),
    ],
  ])('fails with %#', async (run, message) => {
    const world = createJobWorld();
    world.stateMachines.run = run;

    await world.job(jobEvent(START_MACHINE));

    expect(world.jobs.answers).toEqual([{ kind: 'failed', type: 'JobFailed', message }]);
  });

  it.each([
    [
      { '': 'x', ä: 'y' },
      { _: 'x', __2: 'y' },
    ],
    [
      { 'a.b': 'dot', a_b: 'own', 'a b': 'space', a_b_2: 'own too' },
      { a_b: 'own', a_b_2: 'own too', a_b_3: 'space', a_b_4: 'dot' },
    ],
    [
      JSON.parse('{"__proto__": 1, "constructor": null}'),
      JSON.parse('{"__proto__": "1", "constructor": "null"}'),
    ],
    [{ quotes: '"'.repeat(70_000) }, { quotes: '"'.repeat(70_000) }],
    [['a'], {}],
  ])(
    'gives every member of the output a name that a variable may have: %#',
    async (output, outputVariables) => {
      const world = createJobWorld();
      world.stateMachines.run = { ...RUNNING, status: 'SUCCEEDED', output: JSON.stringify(output) };

      await world.job(jobEvent(START_MACHINE));

      expect(world.jobs.answers).toMatchObject([{ kind: 'succeeded', summary: 'smoke-test succeeded' }]);
      expect(world.jobs.answers).toEqual([expect.objectContaining({ outputVariables })]);
    },
  );

  it('does not wait when it is told not to', async () => {
    const world = createJobWorld();

    await world.job(jobEvent({ ...START_MACHINE, wait: false }));

    expect(world.jobs.answers).toMatchObject([{ kind: 'succeeded', summary: 'Started smoke-test' }]);
    expect(world.stateMachines.starts).toHaveLength(1);
  });

  it('says which state machines there are when it names another', async () => {
    const world = createJobWorld();

    await world.job(jobEvent({ ...START_MACHINE, stateMachine: 'other' }));

    expect(world.jobs.answers).toMatchObject([
      { type: 'ConfigurationError', message: expect.stringContaining('it has smoke-test') },
    ]);
  });
});
