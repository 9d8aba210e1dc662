import { describe, expect, it } from '@jest/globals';
import { getStageRun, retryStage, stopExecution } from '#local/codepipeline/control.ts';
import type { Execution } from '#local/codepipeline/execution.ts';
import type { RetryMode } from '#local/codepipeline/plan.ts';
import type { Simulation } from './support.ts';
import { buildAction, buildDefinition, simulate } from './support.ts';

describe('stopExecution', () => {
  it('waits for the actions that run, starts no others and gives the reason once', async () => {
    const simulation = simulate(buildDefinition());
    const execution = simulation.start();
    simulation.at(2_000, () => stop(simulation, execution, { reason: 'Wrong branch' }));

    await simulation.finished();

    expect(simulation.story(execution).slice(6)).toEqual([
      'Build/Compile STARTED',
      'pipeline STOPPING',
      'Build STOPPING',
      'Build/Compile SUCCEEDED',
      'Build STOPPED',
      'pipeline STOPPED',
    ]);
    const comments = simulation.events.flatMap((event) => event.detail['stop-execution-comments'] ?? []);
    expect(comments).toEqual(['Wrong branch']);
  });

  it('abandons the actions that run', async () => {
    const simulation = simulate(buildDefinition());
    const execution = simulation.start();
    simulation.at(2_000, () => stop(simulation, execution, { abandon: true }));

    await simulation.finished();

    expect(simulation.story(execution).slice(7)).toEqual([
      'pipeline STOPPING',
      'Build STOPPING',
      'Build/Compile ABANDONED',
      'Build STOPPED',
      'pipeline STOPPED',
    ]);
  });

  it('allows a change of mind from waiting to abandoning, without saying STOPPING again', async () => {
    const simulation = simulate(buildDefinition());
    const execution = simulation.start();
    simulation.at(2_000, () => stop(simulation, execution, {}));
    simulation.at(2_100, () => stop(simulation, execution, { abandon: true }));

    await simulation.finished();

    expect(simulation.story(execution).filter((words) => words === 'pipeline STOPPING')).toHaveLength(1);
    expect(simulation.story(execution)).toContain('Build/Compile ABANDONED');
  });

  it('takes an execution out of the line it waits in', async () => {
    const simulation = simulate(buildDefinition({ mode: 'QUEUED' }));
    const first = simulation.start();
    const second = simulation.start();

    stop(simulation, second, {});
    await simulation.finished();

    expect(simulation.story(second)).toEqual(['pipeline STARTED', 'pipeline STOPPING', 'pipeline STOPPED']);
    expect(simulation.story(first).at(-1)).toBe('pipeline SUCCEEDED');
  });

  it('refuses the same request twice', () => {
    const simulation = simulate(buildDefinition());
    const execution = simulation.start();
    stop(simulation, execution, {});

    const again = () => stop(simulation, execution, {});

    expect(again).toThrow(expect.objectContaining({ name: 'DuplicatedStopRequestException' }));
  });

  it('refuses to stop what has ended', async () => {
    const simulation = simulate(buildDefinition());
    const execution = simulation.start();
    await simulation.finished();

    const late = () => stop(simulation, execution, {});

    expect(late).toThrow(expect.objectContaining({ name: 'PipelineExecutionNotStoppableException' }));
  });
});

describe('retryStage', () => {
  it('resumes pipeline and stage as attempt 2, with new runs of the failed actions only', async () => {
    const simulation = simulate(twoTests());
    const execution = simulation.start(failsOnce());
    await simulation.finished();
    const before = simulation.events.length;

    retry(simulation, execution, 'FAILED_ACTIONS');
    await simulation.finished();

    const after = simulation.events.slice(before);
    expect(simulation.story(execution).slice(before)).toEqual([
      'pipeline RESUMED',
      'Test RESUMED',
      'Test/Flaky STARTED',
      'Test/Flaky SUCCEEDED',
      'Test SUCCEEDED',
      'pipeline SUCCEEDED',
    ]);
    expect(new Set(after.map((event) => event.detail['pipeline-execution-attempt']))).toEqual(new Set([2]));
  });

  it('tells the time of the retry on every later event of the stage, and no start on RESUMED', async () => {
    const simulation = simulate(twoTests());
    const execution = simulation.start(failsOnce());
    await simulation.finished();

    retry(simulation, execution, 'FAILED_ACTIONS');
    await simulation.finished();

    const stages = simulation.events.filter((event) => event.detail.stage && !event.detail.action);
    expect(stages.map(({ detail }) => [detail.state, detail['stage-last-retry-attempt-time']])).toEqual([
      ['STARTED', undefined],
      ['FAILED', undefined],
      ['RESUMED', expect.any(String)],
      ['SUCCEEDED', expect.any(String)],
    ]);
    expect(stages[2]?.detail).not.toHaveProperty('start-time');
  });

  it('gives each run of an action an id of its own', async () => {
    const simulation = simulate(twoTests());
    const execution = simulation.start(failsOnce());
    await simulation.finished();

    retry(simulation, execution, 'ALL_ACTIONS');
    await simulation.finished();

    const started = simulation.events.filter(
      (event) => event.detail.action && event.detail.state === 'STARTED',
    );
    expect(started.map((event) => event.detail.action)).toEqual(['Flaky', 'Solid', 'Flaky', 'Solid']);
    expect(new Set(started.map((event) => event.detail['action-execution-id'])).size).toBe(4);
  });

  it('retries a stopped stage', async () => {
    const simulation = simulate(twoTests());
    const execution = simulation.start();
    stop(simulation, execution, { abandon: true });

    retry(simulation, execution, 'FAILED_ACTIONS');
    await simulation.finished();

    expect(simulation.story(execution).at(-1)).toBe('pipeline SUCCEEDED');
  });

  it('refuses a stage that has not failed', () => {
    const simulation = simulate(twoTests());
    const execution = simulation.start();

    const early = () => retry(simulation, execution, 'FAILED_ACTIONS');

    expect(early).toThrow(expect.objectContaining({ name: 'StageNotRetryableException' }));
  });

  it('refuses a stage without failed actions, unless all shall run again', async () => {
    const simulation = simulate(twoTests());
    const execution = simulation.start();
    stop(simulation, execution, {});
    await simulation.finished();

    const refused = () => retry(simulation, execution, 'FAILED_ACTIONS');

    expect(refused).toThrow(expect.objectContaining({ name: 'StageNotRetryableException' }));
    retry(simulation, execution, 'ALL_ACTIONS');
    await simulation.finished();
    expect(simulation.story(execution).at(-1)).toBe('pipeline SUCCEEDED');
  });

  it('refuses an execution after which another was in the stage', async () => {
    const simulation = simulate(twoTests());
    const old = simulation.start(failsOnce());
    await simulation.finished();
    simulation.start();
    await simulation.finished();

    const late = () => retry(simulation, old, 'FAILED_ACTIONS');

    expect(late).toThrow(expect.objectContaining({ name: 'NotLatestPipelineExecutionException' }));
  });

  it('retries any execution in PARALLEL mode', async () => {
    const simulation = simulate({ ...twoTests(), mode: 'PARALLEL' });
    const old = simulation.start(failsOnce());
    simulation.start();
    await simulation.finished();

    retry(simulation, old, 'FAILED_ACTIONS');
    await simulation.finished();

    expect(simulation.story(old).at(-1)).toBe('pipeline SUCCEEDED');
  });
});

describe('getStageRun', () => {
  it('tells a stage that does not exist from one that was not reached', () => {
    const simulation = simulate(buildDefinition());
    const execution = simulation.start();

    expect(() => getStageRun(execution, 'Nowhere')).toThrow(
      expect.objectContaining({ name: 'StageNotFoundException' }),
    );
    expect(() => getStageRun(execution, 'Deploy')).toThrow(
      expect.objectContaining({ name: 'StageNotRetryableException' }),
    );
  });
});

describe('interventions', () => {
  it('happen once, and are let go when they are no longer possible', async () => {
    const simulation = simulate(twoTests());
    const failing = { 'Test/Flaky': [{ milliseconds: 100, outcome: 'FAILED' as const }] };
    const act = { kind: 'retry', mode: 'FAILED_ACTIONS' } as const;
    const execution = simulation.start({
      behaviors: failing,
      interventions: [
        { stage: 'Test', state: 'FAILED', afterMilliseconds: 500, act },
        {
          stage: 'Test',
          state: 'FAILED',
          afterMilliseconds: 9_000,
          act: { kind: 'stop', reason: 'too late', abandon: false },
        },
      ],
    });

    await simulation.finished();

    expect(execution.attempt).toBe(2);
    expect(simulation.story(execution).at(-1)).toBe('pipeline FAILED');
  });
});

function twoTests() {
  const actions = [buildAction('Flaky'), buildAction('Solid')];
  return buildDefinition({ stages: [{ name: 'Test', actions }] });
}

function failsOnce() {
  return {
    behaviors: {
      'Test/Flaky': [
        { milliseconds: 100, outcome: 'FAILED' as const, summary: 'exit status 1' },
        { milliseconds: 100, outcome: 'SUCCEEDED' as const },
      ],
    },
  };
}

function stop(
  { world }: Simulation,
  execution: Execution,
  { reason, abandon = false }: { reason?: string; abandon?: boolean },
) {
  stopExecution(world, execution, { reason, abandon });
}

function retry({ world }: Simulation, execution: Execution, mode: RetryMode) {
  retryStage(world, { execution, stage: getStageRun(execution, 'Test') }, mode);
}
