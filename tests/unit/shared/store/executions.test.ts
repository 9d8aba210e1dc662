import { describe, expect, it } from '@jest/globals';
import { addObservations, observationsIn } from '#shared/store/executions.ts';
import { createMemoryTable } from '#shared/store/memory-table.ts';
import { START } from '#tests/support/build-event.ts';
import { buildObservation } from '#tests/support/build-record.ts';

describe('an execution', () => {
  it('holds what was ever added to it, once', async () => {
    const table = createMemoryTable();
    const [first, second] = [buildObservation(), buildObservation({ state: 'FAILED', stage: 'Build' })];

    await addObservations(table, 'k', { observations: [first], now: START });
    const all = await addObservations(table, 'k', { observations: [second, first], now: START });

    expect(all).toEqual([first, second]);
    expect(observationsIn((await table.get(['k'])).get('k'))).toEqual(all);
    expect(observationsIn(undefined)).toEqual([]);
  });

  it.each([
    ['open while it runs', [buildObservation()], 'execution'],
    ['open when a stage ended', [buildObservation({ state: 'SUCCEEDED', stage: 'Build' })], 'execution'],
    ['not open when it ended', [buildObservation({ state: 'SUCCEEDED' })], undefined],
  ])('is %s', async (_, observations, open) => {
    const table = createMemoryTable();

    await addObservations(table, 'k', { observations, now: START });

    expect((await table.get(['k'])).get('k')?.strings.get('open')).toBe(open);
  });
});
