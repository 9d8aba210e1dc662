import { describe, expect, it } from '@jest/globals';
import type { Execution } from '#shared/domain/execution.ts';
import type { Facts } from '#shared/domain/facts.ts';
import { compare, KEPT_RUNS, type Run, toRun } from '#shared/domain/history.ts';
import type { Observation } from '#shared/domain/observation.ts';
import { START } from '#tests/support/build-event.ts';
import { buildExecution, seen } from '#tests/support/build-record.ts';
import { fc } from '#tests/support/property.ts';

const START_MS = START * 1000;
const MINUTE = 60_000;

const FAILED = buildExecution(seen('STARTED@0', 'Source SUCCEEDED@5', 'Build FAILED@60', 'FAILED@61'));

/** At an action Go of stage Approve, beside whatever else is told. */
function failedAtApproval(facts: Facts = {}, ...others: readonly Partial<Observation>[]): Execution {
  const own = { stage: 'Approve', state: 'FAILED', time: START + 60 };
  const action = { ...own, action: 'Go', facts: { provider: 'Approval/Manual', ...facts } };
  return buildExecution([...seen('STARTED@0', 'Build SUCCEEDED@5', 'FAILED@61'), own, action, ...others]);
}

const SUCCEEDED = buildExecution(seen('STARTED@0', 'SUCCEEDED@60'));

/** So many minutes before the execution of these tests. */
function run(minutes: number, words?: Run['words'], lengthMinutes = 1): Run {
  const start = START_MS - minutes * MINUTE;
  const end = start + lengthMinutes * MINUTE;
  return words === undefined ? { start, end } : { start, end, words };
}

function failedIn(stage: string, minutes: number, words: Run['words'] = {}): Run {
  return run(minutes, { '': 'FAILED', [stage]: 'FAILED', ...words });
}

/** Newest first. */
function withRuns(execution: Execution, ...runs: readonly Run[]): Execution {
  return { ...execution, history: { runs, isOpen: runs.length >= KEPT_RUNS - 1 } };
}

describe('toRun', () => {
  it('says of an execution that succeeded when it did, and no more', () => {
    expect(toRun(SUCCEEDED)).toEqual({ start: START_MS, end: START_MS + 60_000 });
  });

  it('says of one that failed where it did, and what had ended before', () => {
    const structure = { state: 'STRUCTURE', time: 1, facts: { stages: '["Source","Build","Deploy"]' } };
    const observations = seen('STARTED@0', 'Source SUCCEEDED@5', 'Build FAILED@60', 'FAILED@61');

    expect(toRun(buildExecution([...observations, structure]))).toEqual({
      start: START_MS,
      end: START_MS + 61_000,
      words: { '': 'FAILED', Source: 'SUCCEEDED', Build: 'FAILED' },
    });
  });

  it.each([
    ['STOPPED', seen('STARTED@0', 'Build SUCCEEDED@5', 'Deploy STARTED@6', 'STOPPED@9')],
    ['SUPERSEDED', seen('STARTED@0', 'Build SUCCEEDED@5', 'SUPERSEDED@9')],
    ['CANCELED', seen('STARTED@0', 'Build SUCCEEDED@5', 'CANCELED@9')],
  ])('keeps the stages of one that was %s', (state, observations) => {
    expect(toRun(buildExecution(observations))?.words).toMatchObject({ '': state, Build: 'SUCCEEDED' });
  });

  it.each([
    ['runs', seen('STARTED@0')],
    ['is being stopped', seen('STARTED@0', 'STOPPING@9')],
    ['runs again', seen('STARTED@0', 'FAILED@9', 'RESUMED@20#2')],
    ['does not tell its start', [{ time: 0 }, ...seen('FAILED@9')]],
    ['does not tell its end', [{}, { state: 'FAILED', time: 0 }]],
  ])('says nothing of one that %s', (_, observations) => {
    expect(toRun(buildExecution(observations))).toBeUndefined();
  });

  it.each([
    ['and does not say so', {}],
    ['by its code', { errorCode: 'JobFailed' }],
  ])('does not call a stage broken where people said no %s', (_, facts) => {
    expect(toRun(failedAtApproval(facts))?.words).toEqual({ '': 'REJECTED', Build: 'SUCCEEDED' });
  });

  it.each([
    ['where nobody could be asked', failedAtApproval({ errorCode: 'PermissionError' })],
    [
      'where more than an approval failed',
      failedAtApproval(
        {},
        { stage: 'Approve', action: 'Scan', state: 'FAILED', facts: { provider: 'Test/CodeBuild' } },
      ),
    ],
  ])('calls it broken %s', (_, execution) => {
    expect(toRun(execution)?.words).toEqual({ '': 'FAILED', Build: 'SUCCEEDED', Approve: 'FAILED' });
  });

  it('says of one that was retried what became of it', () => {
    const retried = seen('STARTED@0', 'Build FAILED@9', 'RESUMED@20#2', 'SUCCEEDED@30#2');

    expect(toRun(buildExecution(retried))).toEqual({ start: START_MS, end: START_MS + 30_000 });
  });
});

describe('compare, given a failure', () => {
  const failuresIn = (...runs: readonly Run[]) => {
    const { failedInARow, since } = compare(withRuns(FAILED, ...runs), FAILED.failures[0]);
    return [failedInARow, (START_MS - since) / MINUTE];
  };

  it.each<[string, readonly Run[], readonly [number, number]]>([
    ['nothing before it', [], [1, 0]],
    ['a success', [run(5)], [1, 0]],
    ['a failure there', [failedIn('Build', 5)], [2, 5]],
    ['failures, and a success before them', [failedIn('Build', 5), failedIn('Build', 9), run(20)], [3, 9]],
    ['a success after failures', [run(5), failedIn('Build', 9)], [1, 0]],
    ['one that failed before it came there', [failedIn('Source', 5), failedIn('Build', 9)], [2, 9]],
    [
      'one that failed after it',
      [failedIn('Deploy', 5, { Build: 'SUCCEEDED' }), failedIn('Build', 9)],
      [1, 0],
    ],
    [
      'one that was superseded before it',
      [run(5, { '': 'SUPERSEDED', Source: 'SUCCEEDED' }), failedIn('Build', 9)],
      [2, 9],
    ],
    [
      'one that was stopped in it',
      [run(5, { '': 'STOPPED', Build: 'STOPPED' }), failedIn('Build', 9)],
      [2, 9],
    ],
    [
      'one that was superseded after it',
      [run(5, { '': 'SUPERSEDED', Build: 'SUCCEEDED' }), failedIn('Build', 9)],
      [1, 0],
    ],
    ['one that failed nobody knows where', [run(5, { '': 'FAILED' }), failedIn('Build', 9)], [2, 9]],
    ['a word of the future', [run(5, { '': 'PAUSED', Build: 'PAUSED' }), failedIn('Build', 9)], [2, 9]],
  ])('after %s', (_, runs, expected) => {
    expect(failuresIn(...runs)).toEqual(expected);
  });

  it('takes every failure of the pipeline while nobody knows where it failed', () => {
    const unknown = buildExecution(seen('STARTED@0', 'FAILED@9'));

    const { failedInARow } = compare(
      withRuns(unknown, failedIn('Build', 5), failedIn('Deploy', 9), run(20)),
      unknown.failures[0],
    );

    expect(failedInARow).toBe(3);
  });

  it('is not misled by a stage with the name of a member that every object has', () => {
    const odd = buildExecution(seen('STARTED@0', 'constructor FAILED@9', 'FAILED@9'));

    const runs = [failedIn('Build', 5), failedIn('constructor', 9)];

    expect(compare(withRuns(odd, ...runs), odd.failures[0]).failedInARow).toBe(2);
  });

  it('says whether there may have been more than are remembered', () => {
    const many = Array.from({ length: KEPT_RUNS - 1 }, (_, index) => failedIn('Build', index + 1));
    const [failure] = FAILED.failures;

    expect(compare(withRuns(FAILED, ...many), failure)).toMatchObject({ failedInARow: 20, isOpen: true });
    expect(compare(withRuns(FAILED, ...many.slice(1)), failure)).toMatchObject({ isOpen: false });
    expect(compare(withRuns(FAILED, ...many.slice(1), run(99)), failure)).toMatchObject({ isOpen: false });
  });
});

describe('compare, given that people said no', () => {
  it('counts nothing, whatever failed there before', () => {
    const rejected = failedAtApproval();

    const told = compare(withRuns(rejected, failedIn('Approve', 5), run(20)), rejected.failures[0]);

    expect(told).toMatchObject({ failedInARow: 0, since: rejected.startedAt, isOpen: false });
  });
});

describe('compare, without a failure', () => {
  it.each<[string, readonly Run[], readonly [number, number]]>([
    ['nothing before it', [], [0, 0]],
    ['a success', [run(5), failedIn('Build', 9)], [0, 0]],
    ['failures, wherever they were', [failedIn('Build', 5), failedIn('Deploy', 9), run(20)], [2, 9]],
    [
      'one that was superseded, and a failure',
      [run(5, { '': 'SUPERSEDED', Build: 'SUCCEEDED' }), failedIn('Build', 9)],
      [1, 9],
    ],
  ])('after %s', (_, runs, expected) => {
    const { failedInARow, since } = compare(withRuns(SUCCEEDED, ...runs));

    expect([failedInARow, (START_MS - since) / MINUTE]).toEqual(expected);
  });

  it.each<[string, readonly number[], number | undefined]>([
    ['too few', [4, 6], undefined],
    ['the one in the middle', [60, 4, 5], 300],
    ['between the two in the middle', [60, 4, 5, 1], 270],
  ])('knows what is usual: %s', (_, lengths, seconds) => {
    const runs = lengths.map((minutes, index) => run(100 * (index + 1), undefined, minutes));

    const { usualSeconds } = compare(withRuns(SUCCEEDED, ...runs, failedIn('Build', 900)));

    expect(usualSeconds).toBe(seconds);
  });

  it('never takes more for usual than the slowest took, or less than the fastest', () => {
    const property = fc.property(fc.array(fc.nat(500), { minLength: 3, maxLength: 19 }), (lengths) => {
      const runs = lengths.map((minutes, index) => run(1000 * (index + 1), undefined, minutes));

      const { usualSeconds = -1 } = compare(withRuns(SUCCEEDED, ...runs));

      expect(usualSeconds).toBeGreaterThanOrEqual(Math.min(...lengths) * 60);
      expect(usualSeconds).toBeLessThanOrEqual(Math.max(...lengths) * 60);
      const slower = lengths.filter((minutes) => minutes * 60 > usualSeconds);
      expect(slower.length).toBeLessThanOrEqual(lengths.length / 2);
    });

    fc.assert(property);
  });

  it('compares with nothing where nobody has looked', () => {
    expect(compare(SUCCEEDED)).toEqual({ failedInARow: 0, since: START_MS, isOpen: false });
  });
});
