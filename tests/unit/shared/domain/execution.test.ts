import { describe, expect, it } from '@jest/globals';
import { announcements } from '#shared/domain/announcement.ts';
import { deriveExecution } from '#shared/domain/execution.ts';
import type { Facts } from '#shared/domain/facts.ts';
import { APPROVAL, CALL, type Observation, STRUCTURE } from '#shared/domain/observation.ts';
import { START } from '#tests/support/build-event.ts';
import { buildExecution, IDENTITY, seen } from '#tests/support/build-record.ts';

/** As CloudTrail tells it: without an attempt. */
function call(after: number, facts: Facts): Partial<Observation> {
  return { state: CALL, time: START + after, facts };
}

const HISTORY = seen(
  'STARTED@0',
  'Build.UnitTests FAILED@9',
  'FAILED@10',
  'RESUMED@60#2',
  'Build RESUMED@61#2',
  'SUCCEEDED@90#2',
);
const CALLS = [
  call(1, { startedBy: 'mary.major' }),
  call(59, { retriedBy: 'jo' }),
  call(700, { stoppedBy: 'li' }),
];

describe('an execution and the calls for it', () => {
  it('tells who asked for what, and nothing else differently', () => {
    const without = buildExecution(HISTORY);
    const withCalls = buildExecution([...CALLS, ...HISTORY]);

    expect(withCalls).toEqual({
      ...without,
      newestAt: START + 700,
      facts: { ...without.facts, startedBy: 'mary.major', retriedBy: 'jo', stoppedBy: 'li' },
    });
    expect(announcements(withCalls)).toEqual(announcements(without));
  });

  it('names who asked for the last of several retries', () => {
    const retries = [call(300, { retriedBy: 'li' }), call(59, { retriedBy: 'jo' })];

    expect(buildExecution([...HISTORY, ...retries]).facts.retriedBy).toBe('li');
  });

  it.each([
    ['calls', CALLS],
    ['calls and the structure', [...CALLS, { state: STRUCTURE, facts: { stages: '["Source","Build"]' } }]],
  ])('announces nothing of what is known by %s only', (_, observations) => {
    const execution = buildExecution(observations);

    expect(execution.hasBegun).toBe(false);
    expect(announcements(execution)).toEqual([]);
  });

  it.each<[string, Partial<Observation>]>([
    ['an event of the pipeline', {}],
    ['an event of a stage without a name', { state: 'FAILED', stage: '' }],
    ['an approval', { state: APPROVAL, stage: 'Release', action: 'Ask' }],
  ])('announces it as soon as there is %s', (_, observation) => {
    expect(announcements(buildExecution([...CALLS, observation]))[0]?.key).toBe('started');
  });
});

describe('the attempts of an execution', () => {
  it('are announced when there was news of them', () => {
    const keys = (...lines: readonly string[]) =>
      announcements(buildExecution(seen(...lines))).map(({ key }) => key);

    expect(keys('RESUMED@0#45')).toEqual(['started', 'retried 45']);
    expect(keys('RESUMED@0#45', 'FAILED@9#3')).toEqual(['started', 'retried 3', 'failed 3', 'retried 45']);
  });

  it('are as many failures as there was news of, also where some events do not tell theirs', () => {
    const untold = { state: 'FAILED', time: START + 20, attempt: 900, facts: {} };
    const { attempt: _, ...old } = { ...untold, state: 'STARTED' };

    const keys = announcements(deriveExecution(IDENTITY, [old, untold])).map(({ key }) => key);

    expect(keys).toEqual(['started', 'failed 1', 'retried 900', 'failed 900']);
  });
});

describe('the stage of a failure that a notification rule tells of', () => {
  const failure = (after: number, failedStage: string, attempt = 1) => ({
    state: 'FAILED',
    time: START + after,
    attempt,
    facts: { failedStage },
  });
  const stagesOf = (...observations: readonly Partial<Observation>[]) =>
    buildExecution(observations).failures.map(({ stage }) => stage);

  it('is that one while no event of a stage or an action has come, in each attempt its own', () => {
    expect(stagesOf(failure(9, 'Build'), failure(90, 'Deploy', 2))).toEqual(['Build', 'Deploy']);
    expect(stagesOf(failure(9, 'Build'), ...seen('FAILED@9', ' FAILED@9'))).toEqual(['Build']);
  });

  it('is that of the other events where they differ', () => {
    expect(stagesOf(failure(9, 'Deploy'), ...seen('Build FAILED@12'))).toEqual(['Build']);
  });

  it('is the same in any order and repetition', () => {
    const [early, late] = [failure(9, 'Build'), failure(9, 'Deploy')];

    expect(stagesOf(early, late)).toEqual(stagesOf(late, early, late));
  });
});

describe('an execution whose events have no times', () => {
  const untimed = (line: string) => seen(line).map((observation) => ({ ...observation, time: 0 }));

  it.each([
    ['none at the start', [...untimed('STARTED'), ...seen('FAILED@9')], 0, START + 9],
    [
      'none at the start, but later',
      [...untimed('STARTED'), ...seen('STOPPING@5', 'STOPPED@9')],
      0,
      START + 9,
    ],
    ['none at the end', [...seen('STARTED@0'), ...untimed('FAILED')], START, undefined],
    [
      'none at one sign of the failure',
      [...seen('STARTED@0', 'FAILED@9'), ...untimed('Build.Test FAILED')],
      START,
      START + 9,
    ],
    ['none at the stop', [...seen('STARTED@0'), ...untimed('STOPPED')], START, undefined],
    ['none at all', [...untimed('STARTED'), ...untimed('SUCCEEDED')], 0, undefined],
  ])('tells only what is known: %s', (_, observations, startedAt, endedAt) => {
    expect(buildExecution(observations)).toMatchObject({
      startedAt: startedAt * 1000,
      endedAt: endedAt === undefined ? undefined : endedAt * 1000,
    });
  });

  it('starts when its events say that it did', () => {
    const told = { ...untimed('STARTED')[0], facts: { startedAt: String(START * 1000) } };

    expect(buildExecution([told, ...seen('FAILED@9')]).startedAt).toBe(START * 1000);
  });

  it('puts a stage without a time after the others', () => {
    const { stages } = buildExecution([
      ...untimed('Build STARTED'),
      ...seen('STARTED@0', 'Source SUCCEEDED@5'),
    ]);

    expect(stages.map(({ name, state }) => `${name} ${state}`)).toEqual([
      'Source SUCCEEDED',
      'Build STARTED',
    ]);
  });
});
