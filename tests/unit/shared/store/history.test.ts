import { describe, expect, it } from '@jest/globals';
import type { Execution } from '#shared/domain/execution.ts';
import { KEPT_RUNS, toRun } from '#shared/domain/history.ts';
import { toPipelineKey } from '#shared/domain/pipeline-event.ts';
import { recallHistory } from '#shared/store/history.ts';
import { createMemoryTable } from '#shared/store/memory-table.ts';
import { saveStructure } from '#shared/store/pipelines.ts';
import type { Addition, Table } from '#shared/store/table.ts';
import { START } from '#tests/support/build-event.ts';
import { buildExecution, IDENTITY, seen } from '#tests/support/build-record.ts';
import { shufflings } from '#tests/support/history.ts';
import { fc } from '#tests/support/property.ts';

const KEY = toPipelineKey('pipeline', IDENTITY);

/** A minute each, named by the minutes after which they started. */
function ended(minute: number, state = 'SUCCEEDED', executionId = `run-${minute}`): Execution {
  const from = minute * 60;
  const stage = state === 'FAILED' ? [`Build FAILED@${from + 60}`] : [];
  return buildExecution(seen(`STARTED@${from}`, ...stage, `${state}@${from + 60}`), { executionId });
}

async function remember(table: Table, ...executions: readonly Execution[]): Promise<void> {
  for (const execution of executions) await recallHistory(table, execution, toRun(execution));
}

async function recall(table: Table, execution: Execution) {
  const { runs, isOpen } = await recallHistory(table, execution, undefined);
  return { minutes: runs.map(({ start }) => (start / 1000 - START) / 60), isOpen };
}

async function attributesOf(table: Table): Promise<readonly string[]> {
  return [...((await table.get([KEY])).get(KEY)?.strings.keys() ?? [])].sort();
}

/** Says what was added. */
function createListeningTable() {
  const table = createMemoryTable();
  const additions: Addition[] = [];
  const add: Table['add'] = (pk, addition) => {
    additions.push(addition);
    return table.add(pk, addition);
  };
  return { table: { ...table, add }, additions };
}

describe('the history of a pipeline', () => {
  it('is what started before an execution, newest first, however it came to be known', async () => {
    const table = createMemoryTable();

    await remember(table, ended(3), ended(1), ended(9), ended(2), ended(5));

    expect(await recall(table, ended(5))).toEqual({ minutes: [3, 2, 1], isOpen: false });
  });

  it('holds what is known of each', async () => {
    const table = createMemoryTable();
    await remember(table, ended(0, 'FAILED'), ended(1));

    const { runs } = await recallHistory(table, ended(9), undefined);

    expect(runs).toMatchObject([
      { start: (START + 60) * 1000, end: (START + 120) * 1000 },
      { words: { '': 'FAILED', Build: 'FAILED' } },
    ]);
  });

  it('tells executions of one moment apart by their ids', async () => {
    const table = createMemoryTable();
    const [a, b, c] = ['a', 'b', 'c'].map((id) => ended(0, 'FAILED', id)) as [
      Execution,
      Execution,
      Execution,
    ];
    await remember(table, c, a, b);

    const counts = await Promise.all([a, b, c].map(async (one) => (await recall(table, one)).minutes.length));

    expect(counts).toEqual([0, 1, 2]);
  });

  it('is of one pipeline, account and region', async () => {
    const table = createMemoryTable();
    await remember(table, ended(0));

    const others = [{ account: '444455556666' }, { region: 'us-east-1' }, { pipeline: 'api' }];
    const found = await Promise.all(
      others.map((other) => recall(table, buildExecution(seen('STARTED@600', 'SUCCEEDED@660'), other))),
    );

    expect(found.map(({ minutes }) => minutes)).toEqual([[], [], []]);
  });

  it('stays beside the structure', async () => {
    const table = createMemoryTable();
    await saveStructure(table, IDENTITY, { structure: { stages: ['Build'] }, now: START });

    await remember(table, ended(0));

    expect(await attributesOf(table)).toEqual(['run run-0', 'schema', 'structure']);
  });

  it('takes one write, without a condition, and none for what is known already', async () => {
    const { table, additions } = createListeningTable();

    await remember(table, ended(0), ended(0), ended(0));

    expect(additions).toEqual([
      {
        strings: {
          schema: '1',
          'run run-0': `{"start":${START * 1000},"end":${(START + 60) * 1000}}`,
        },
        numbers: { expires: START + 60 + 90 * 86_400 },
        remove: [],
      },
    ]);
  });

  it('has an execution once, as it ended last', async () => {
    const table = createMemoryTable();
    const failed = ended(0, 'FAILED');
    const recovered = buildExecution(
      seen('STARTED@0', 'Build FAILED@60', 'FAILED@60', 'RESUMED@70#2', 'SUCCEEDED@90#2'),
      { executionId: 'run-0' },
    );

    await remember(table, failed, recovered);

    const { runs } = await recallHistory(table, ended(9), undefined);
    expect(runs.map(({ words }) => words)).toEqual([undefined]);
  });

  it('keeps the last ones by their start, and lets go of the others in the same write', async () => {
    const { table, additions } = createListeningTable();
    const minutes = Array.from({ length: KEPT_RUNS + 3 }, (_, index) => index);

    await remember(table, ...minutes.map((minute) => ended(minute)));

    expect(additions).toHaveLength(minutes.length);
    expect(additions.at(-1)?.remove).toEqual(['run run-2']);
    expect(await attributesOf(table)).toHaveLength(KEPT_RUNS + 1);
    expect(await recall(table, ended(99))).toMatchObject({ isOpen: true });
  });

  it('does not take in what is older than all that it keeps', async () => {
    const { table, additions } = createListeningTable();
    const minutes = Array.from({ length: KEPT_RUNS }, (_, index) => 10 + index);
    await remember(table, ...minutes.map((minute) => ended(minute)));

    await remember(table, ended(1, 'FAILED'));

    expect(additions).toHaveLength(KEPT_RUNS);
    expect(await attributesOf(table)).not.toContain('run run-1');
  });

  it('says the same of an execution before and after it is remembered itself', async () => {
    const table = createMemoryTable();
    const minutes = Array.from({ length: KEPT_RUNS + 5 }, (_, index) => index);
    await remember(table, ...minutes.map((minute) => ended(minute)));

    const before = await recall(table, ended(99));
    await remember(table, ended(99));

    expect(await recall(table, ended(99))).toEqual(before);
    expect(before.minutes).toHaveLength(KEPT_RUNS - 1);
  });

  it('passes over what a later version adds', async () => {
    const table = createMemoryTable();
    await table.add(KEY, {
      strings: {
        'run later': `{"start":${START * 1000},"end":${START * 1000},"words":{"":"PAUSED"},"novelty":[1]}`,
        novelty: '{}',
      },
    });

    const { runs } = await recallHistory(table, ended(1), undefined);

    expect(runs).toMatchObject([{ start: START * 1000, words: { '': 'PAUSED' } }]);
  });

  it('is the same for every order and repetition in which executions end', async () => {
    const states = fc.array(fc.constantFrom('SUCCEEDED', 'FAILED', 'STOPPED', 'SUPERSEDED'), {
      maxLength: 30,
    });
    const property = fc.asyncProperty(
      states
        .map((all) => all.map((state, minute) => ended(minute, state)))
        .chain((all) => fc.tuple(fc.constant(all), shufflings(all))),
      async ([inOrder, shuffled]) => {
        const [one, other] = [createMemoryTable(), createMemoryTable()];
        await remember(one, ...inOrder);
        await remember(other, ...shuffled);

        const later = ended(99);
        expect(await recallHistory(other, later, undefined)).toEqual(
          await recallHistory(one, later, undefined),
        );
        expect(await attributesOf(other)).toEqual(await attributesOf(one));
      },
    );

    await fc.assert(property, { numRuns: 60 });
  });

  it('says of an execution what it said before, whatever starts after it', async () => {
    const property = fc.asyncProperty(
      fc.array(fc.constantFrom('SUCCEEDED', 'FAILED', 'STOPPED'), { maxLength: 9 }),
      fc.array(fc.constantFrom('SUCCEEDED', 'FAILED', 'STOPPED'), { maxLength: 9 }),
      async (before, after) => {
        const table = createMemoryTable();
        const execution = ended(50, 'FAILED');
        await remember(table, ...before.map((state, minute) => ended(minute, state)));
        const first = await recallHistory(table, execution, toRun(execution));

        await remember(table, ...after.map((state, minute) => ended(51 + minute, state)));

        expect(await recallHistory(table, execution, undefined)).toEqual(first);
      },
    );

    await fc.assert(property, { numRuns: 60 });
  });
});
