import { describe, expect, it } from '@jest/globals';
import { buildAction, buildDefinition, CONNECTION, PUSHED, simulate } from './support.ts';

describe('a single execution', () => {
  it('goes through its stages in order', async () => {
    const simulation = simulate(buildDefinition());

    const execution = simulation.start();
    await simulation.finished();

    expect(simulation.story(execution)).toEqual([
      'pipeline STARTED',
      'Source STARTED',
      'Source/Checkout STARTED',
      'Source/Checkout SUCCEEDED',
      'Source SUCCEEDED',
      'Build STARTED',
      'Build/Compile STARTED',
      'Build/Compile SUCCEEDED',
      'Build SUCCEEDED',
      'Deploy STARTED',
      'Deploy/Fleet STARTED',
      'Deploy/Fleet SUCCEEDED',
      'Deploy SUCCEEDED',
      'pipeline SUCCEEDED',
    ]);
  });

  it('runs actions of one order side by side and the next order after all of them', async () => {
    const actions = [
      buildAction('Last', { runOrder: 7 }),
      buildAction('Slow', { runOrder: 2 }),
      buildAction('Quick', { runOrder: 2 }),
    ];
    const simulation = simulate(buildDefinition({ stages: [{ name: 'Build', actions }] }));

    const execution = simulation.start({
      behaviors: {
        'Build/Slow': [{ milliseconds: 900, outcome: 'SUCCEEDED' }],
        'Build/Quick': [{ milliseconds: 100, outcome: 'SUCCEEDED' }],
      },
    });
    await simulation.finished();

    expect(simulation.story(execution).filter((words) => words.includes('/'))).toEqual([
      'Build/Slow STARTED',
      'Build/Quick STARTED',
      'Build/Quick SUCCEEDED',
      'Build/Slow SUCCEEDED',
      'Build/Last STARTED',
      'Build/Last SUCCEEDED',
    ]);
  });

  it('lets actions that run end before a failure fails the stage, and starts no further ones', async () => {
    const actions = [buildAction('Bad'), buildAction('Good'), buildAction('Never', { runOrder: 2 })];
    const simulation = simulate(buildDefinition({ stages: [{ name: 'Build', actions }] }));

    const execution = simulation.start({
      behaviors: { 'Build/Bad': [{ milliseconds: 100, outcome: 'FAILED', summary: 'exit status 1' }] },
    });
    await simulation.finished();

    expect(simulation.story(execution).slice(-4)).toEqual([
      'Build/Bad FAILED',
      'Build/Good SUCCEEDED',
      'Build FAILED',
      'pipeline FAILED',
    ]);
  });
});

describe('events', () => {
  it('carry the ids, times and versions of what they tell of', async () => {
    const simulation = simulate(buildDefinition());

    const { id } = simulation.start({}, PUSHED);
    await simulation.finished();

    expect(simulation.events[0]).toEqual({
      version: '0',
      id: expect.any(String),
      'detail-type': 'CodePipeline Pipeline Execution State Change',
      source: 'aws.codepipeline',
      account: '111122223333',
      time: '2026-03-04T09:15:02Z',
      region: 'eu-west-1',
      resources: ['arn:aws:codepipeline:eu-west-1:111122223333:web-shop'],
      detail: {
        pipeline: 'web-shop',
        'execution-id': id,
        'start-time': '2026-03-04T09:15:02.417Z',
        'execution-trigger': { 'trigger-type': 'WebhookV2', 'trigger-detail': CONNECTION },
        state: 'STARTED',
        version: 12,
        'pipeline-execution-attempt': 1,
      },
    });
  });

  it('have ids of their own', async () => {
    const simulation = simulate(buildDefinition());

    simulation.start();
    await simulation.finished();

    const ids = simulation.events.map((event) => event.id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('hand artifacts from the action that makes them to those that read them', async () => {
    const simulation = simulate(buildDefinition());

    simulation.start();
    await simulation.finished();

    const made = simulation.events.find((event) => event.detail['output-artifacts']);
    const read = simulation.events.find((event) => event.detail['input-artifacts']);
    expect(made?.detail.action).toBe('Checkout');
    expect(read?.detail.action).toBe('Compile');
    expect(read?.detail['input-artifacts']).toEqual(made?.detail['output-artifacts']);
  });

  it('name the Region in which the action runs', async () => {
    const actions = [buildAction('Tokyo', { region: 'ap-northeast-1' })];
    const simulation = simulate(buildDefinition({ stages: [{ name: 'Deploy', actions }] }));

    simulation.start();
    await simulation.finished();

    const regions = simulation.events.flatMap((event) => event.detail.region ?? []);
    expect(regions).toEqual(['ap-northeast-1', 'ap-northeast-1']);
  });

  it('tell the commit of a git trigger at the end', async () => {
    const simulation = simulate(buildDefinition());

    simulation.start({}, PUSHED);
    await simulation.finished();

    expect(simulation.events.at(-1)?.detail['execution-trigger']).toMatchObject({
      'branch-name': 'main',
      'commit-message': 'Raise the timeout',
      'author-email': 'mary.major@example.com',
    });
  });

  it('tell no commit when the source stage fails, nor for other triggers', async () => {
    const simulation = simulate(buildDefinition({ mode: 'PARALLEL' }));

    const noSource = simulation.start(
      { behaviors: { 'Source/Checkout': [{ milliseconds: 1, outcome: 'FAILED' }] } },
      PUSHED,
    );
    const byHand = simulation.start();
    await simulation.finished();

    const ends = simulation.events.filter((event) => ['FAILED', 'SUCCEEDED'].includes(event.detail.state));
    for (const { id } of [noSource, byHand]) {
      const end = ends.findLast((event) => event.detail['execution-id'] === id);
      expect(end?.detail.stage).toBeUndefined();
      expect(end?.detail).not.toHaveProperty('execution-trigger');
    }
  });
});

describe('SUPERSEDED mode', () => {
  it('lets the newest of those who wait for a stage overtake the others', async () => {
    const simulation = simulate(buildDefinition());
    const slow = { 'Build/Compile': [{ milliseconds: 60_000, outcome: 'SUCCEEDED' as const }] };

    const first = simulation.start({ behaviors: slow });
    const later = [5_000, 10_000, 15_000].map((time) => startLater(simulation, time));
    await simulation.finished();

    expect(simulation.story(first).at(-1)).toBe('pipeline SUCCEEDED');
    expect(later.map((execution) => simulation.story(execution()).at(-1))).toEqual([
      'pipeline SUPERSEDED',
      'pipeline SUPERSEDED',
      'pipeline SUCCEEDED',
    ]);
  });

  it('never touches an execution that is in a stage', async () => {
    const simulation = simulate(buildDefinition());

    const first = simulation.start();
    const second = simulation.start();
    await simulation.finished();

    expect(simulation.story(first).at(-1)).toBe('pipeline SUCCEEDED');
    expect(simulation.story(second).at(-1)).toBe('pipeline SUCCEEDED');
  });

  it('frees a stage whose execution has failed', async () => {
    const simulation = simulate(buildDefinition());

    const first = simulation.start({
      behaviors: { 'Build/Compile': [{ milliseconds: 9_000, outcome: 'FAILED' }] },
    });
    const second = startLater(simulation, 3_000);
    await simulation.finished();

    expect(simulation.story(first).at(-1)).toBe('pipeline FAILED');
    expect(simulation.story(second()).at(-1)).toBe('pipeline SUCCEEDED');
  });
});

describe('QUEUED mode', () => {
  it('lets executions into a stage one after the other, all of them', async () => {
    const simulation = simulate(buildDefinition({ mode: 'QUEUED' }));

    const executions = [1, 2, 3, 4].map(() => simulation.start());
    await simulation.finished();

    const ends = simulation.events.filter(
      (event) => event.detail.state === 'SUCCEEDED' && !event.detail.stage,
    );
    expect(ends.map((event) => event.detail['execution-id'])).toEqual(executions.map(({ id }) => id));
  });
});

describe('PARALLEL mode', () => {
  it('lets executions share a stage', async () => {
    const simulation = simulate(buildDefinition({ mode: 'PARALLEL' }));

    const executions = [1, 2, 3].map(() => simulation.start());
    await simulation.finished();

    const builds = simulation.events.filter(
      (event) => event.detail.stage === 'Build' && !event.detail.action,
    );
    expect(builds.map((event) => event.detail.state)).toEqual([
      'STARTED',
      'STARTED',
      'STARTED',
      'SUCCEEDED',
      'SUCCEEDED',
      'SUCCEEDED',
    ]);
    expect(executions.map((execution) => simulation.story(execution).at(-1))).toEqual(
      executions.map(() => 'pipeline SUCCEEDED'),
    );
  });
});

function startLater(simulation: ReturnType<typeof simulate>, milliseconds: number) {
  let execution: ReturnType<typeof simulation.start> | undefined;
  simulation.at(milliseconds, () => {
    execution = simulation.start();
  });
  return () => {
    if (!execution) throw new Error('It has not started yet');
    return execution;
  };
}
