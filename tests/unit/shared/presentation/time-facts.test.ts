import { describe, expect, it } from '@jest/globals';
import { announcements } from '#shared/domain/announcement.ts';
import type { Execution } from '#shared/domain/execution.ts';
import type { Run } from '#shared/domain/history.ts';
import { executionCard } from '#shared/presentation/execution-card.ts';
import { timeFacts } from '#shared/presentation/time-facts.ts';
import { START } from '#tests/support/build-event.ts';
import { buildExecution, seen } from '#tests/support/build-record.ts';

/** So many seconds before the execution of these tests; they took 100 seconds each. */
function run(seconds: number, words?: Run['words']): Run {
  const start = (START - seconds) * 1000;
  return { start, end: start + 100_000, ...(words && { words }) };
}

const BROKEN = { '': 'FAILED', Build: 'FAILED' };
const WELL = [run(90_000), run(90_200), run(90_400)];

function withRuns(execution: Execution, runs: readonly Run[], isOpen = false): Execution {
  return { ...execution, history: { runs, isOpen } };
}

function linesOf(execution: Execution): readonly string[] {
  const failure = execution.state === 'FAILED' ? execution.failures.at(-1) : undefined;
  return timeFacts('Duration', execution, failure).map(({ label, text }) => `${label}: ${text}`);
}

describe('timeFacts of a failure', () => {
  const failed = buildExecution(seen('STARTED@0', 'Build FAILED@60', 'FAILED@60'));

  it.each<[string, Execution, readonly string[]]>([
    ['nobody has looked', failed, []],
    ['nothing ran before', withRuns(failed, []), []],
    ['it is new', withRuns(failed, WELL), []],
    [
      'it goes on',
      withRuns(failed, [run(600, BROKEN), run(7740, BROKEN), ...WELL]),
      ['Still failing: 3 executions, for 2 h 10 min'],
    ],
    [
      'its beginning is forgotten',
      withRuns(failed, [run(7740, BROKEN)], true),
      ['Still failing: at least 2 executions, for 2 h 10 min'],
    ],
  ])('when %s', (_, execution, lines) => {
    expect(linesOf(execution)).toEqual([...lines, 'Duration: 1 min']);
  });
});

describe('timeFacts of a failure beside which other actions went on', () => {
  const early = seen('STARTED@0', 'Build.A FAILED@160');
  const over = [...early, ...seen('Build FAILED@1900', 'FAILED@1902')];
  const retried = [...over, ...seen('RESUMED@2000#2', 'Build.A FAILED@2100#2', 'FAILED@2160#2')];

  it.each([
    ['the first sign of it', early, '2 min 40 s', '2 min 40 s'],
    ['the first sign, seconds before its end', [...early, ...seen('FAILED@170')], '2 min 40 s', '2 min 40 s'],
    ['its end', over, '31 min 42 s', '2 min 40 s'],
    ['the end of its retry', retried, '36 min', '35 min'],
  ])('counts to %s', (_, observations, duration, after) => {
    const execution = buildExecution(observations);
    const failure = execution.failures.at(-1);

    expect(timeFacts('Duration', execution, failure)).toEqual([{ label: 'Duration', text: duration }]);
    expect(timeFacts('After', execution, failure)).toEqual([{ label: 'After', text: after }]);
  });
});

describe('timeFacts where events have no times', () => {
  it.each([
    ['the start', [{ time: 0 }, ...seen('FAILED@60')]],
    ['the end', [...seen('STARTED@0'), { state: 'FAILED', time: 0 }]],
  ])('say nothing without %s', (_, observations) => {
    expect(linesOf(withRuns(buildExecution(observations), [run(600, { '': 'FAILED' })]))).toEqual([]);
  });
});

describe('timeFacts of a success', () => {
  const succeeded = buildExecution(seen('STARTED@0', 'SUCCEEDED@100'));

  it.each<[string, Execution, readonly string[]]>([
    ['nobody has looked', succeeded, []],
    ['the one before was well', withRuns(succeeded, [...WELL, run(99_999, BROKEN)]), []],
    [
      'the one before failed',
      withRuns(succeeded, [run(500, BROKEN), ...WELL]),
      ['Fixed: after 1 failed execution, 10 min'],
    ],
    [
      'some failed before',
      withRuns(succeeded, [run(500, BROKEN), run(7700, { '': 'FAILED', Deploy: 'FAILED' }), ...WELL]),
      ['Fixed: after 2 failed executions, 2 h 10 min'],
    ],
    [
      'all failed that are known',
      withRuns(succeeded, [run(7700, BROKEN)], true),
      ['Fixed: after at least 1 failed execution, 2 h 10 min'],
    ],
  ])('when %s', (_, execution, lines) => {
    expect(linesOf(execution)).toEqual([...lines, 'Duration: 1 min 40 s']);
  });

  it.each([
    [121, 'Duration: 2 min 1 s (usually 1 min 40 s)'],
    [120, 'Duration: 2 min'],
    [80, 'Duration: 1 min 20 s'],
    [79, 'Duration: 1 min 19 s (usually 1 min 40 s)'],
  ])('of %d seconds where 100 are usual', (seconds, line) => {
    const execution = buildExecution(seen('STARTED@0', `SUCCEEDED@${seconds}`));

    expect(linesOf(withRuns(execution, WELL))).toEqual([line]);
  });

  it('takes ten seconds for no difference, however short what is usual', () => {
    const short = WELL.map(({ start }) => ({ start, end: start + 5000 }));
    const of = (seconds: number) => buildExecution(seen('STARTED@0', `SUCCEEDED@${seconds}`));

    expect(linesOf(withRuns(of(15), short))).toEqual(['Duration: 15 s']);
    expect(linesOf(withRuns(of(16), short))).toEqual(['Duration: 16 s (usually 5 s)']);
  });
});

describe('timeFacts of what ended otherwise', () => {
  it('compare with nothing', () => {
    const stopped = buildExecution(seen('STARTED@0', 'STOPPED@900'));

    expect(linesOf(withRuns(stopped, [run(500, BROKEN), ...WELL]))).toEqual(['Duration: 15 min']);
  });

  it('are none while it runs', () => {
    expect(linesOf(withRuns(buildExecution(), WELL))).toEqual([]);
  });
});

describe('the cards of an execution that was retried', () => {
  const lines = ['STARTED@0', 'Build FAILED@60', 'FAILED@60'];
  const retried = [...lines, 'RESUMED@600#2', 'Build SUCCEEDED@660#2', 'Deploy FAILED@700#2', 'FAILED@700#2'];
  const runs = [run(600, BROKEN), ...WELL];
  const streaksOf = (execution: Execution) =>
    announcements(execution).map((announcement) => {
      const { facts } = executionCard(execution, announcement);
      const streak = facts.find(({ label }) => label === 'Still failing' || label === 'Fixed');
      return `${announcement.key}: ${streak === undefined ? '' : `${streak.label} ${streak.text}`}`;
    });

  it('tell of each failure what its own stage did before', () => {
    expect(streaksOf(withRuns(buildExecution(seen(...retried)), runs))).toEqual([
      'started: ',
      'failed 1: Still failing 2 executions, for 11 min',
      'retried 2: ',
      'failed 2: ',
    ]);
  });

  it('tell the same of a failure when it goes on', () => {
    const told = streaksOf(withRuns(buildExecution(seen(...lines)), runs))[1];
    const going = streaksOf(withRuns(buildExecution(seen(...lines, 'RESUMED@600#2')), runs))[1];
    const ended = streaksOf(
      withRuns(buildExecution(seen(...lines, 'RESUMED@600#2', 'SUCCEEDED@700#2')), runs),
    );

    expect([going, ended[1]]).toEqual([told, told]);
    expect(ended.slice(2)).toEqual([
      'retried 2: ',
      'recovered: Fixed after 1 failed execution, 21 min 40 s',
      'succeeded: Fixed after 1 failed execution, 21 min 40 s',
    ]);
  });
});
