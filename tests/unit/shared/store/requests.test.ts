import { describe, expect, it } from '@jest/globals';
import { createMemoryTable } from '#shared/store/memory-table.ts';
import { beginRequest, endRequest, findRequest } from '#shared/store/requests.ts';
import { START } from '#tests/support/build-event.ts';

const TARGET = { executionId: '1', stage: 'Build' };

describe('a request', () => {
  it('is begun by one, and the others learn what it is about', async () => {
    const table = createMemoryTable();

    const first = await beginRequest(table, 'r', { target: TARGET, now: START });
    const second = await beginRequest(table, 'r', {
      target: { executionId: '2', stage: undefined },
      now: START,
    });

    expect(first).toBeUndefined();
    expect(second).toEqual({ state: 'begun', ...TARGET });
  });

  it('is done once and for all', async () => {
    const table = createMemoryTable();
    const target = { executionId: '1', stage: undefined };
    await beginRequest(table, 'r', { target, now: START });

    await endRequest(table, 'r', target);

    expect(await findRequest(table, 'r')).toEqual({ state: 'done', ...target });
    expect(await beginRequest(table, 'r', { target, now: START })).toMatchObject({ state: 'done' });
    expect(await findRequest(table, 'another')).toBeUndefined();
  });
});
