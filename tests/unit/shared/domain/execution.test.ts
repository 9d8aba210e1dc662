import { describe, expect, it } from '@jest/globals';
import { announcements } from '#shared/domain/announcement.ts';
import type { Facts } from '#shared/domain/facts.ts';
import { APPROVAL, CALL, type Observation, STRUCTURE } from '#shared/domain/observation.ts';
import { START } from '#tests/support/build-event.ts';
import { buildExecution, seen } from '#tests/support/build-record.ts';

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
