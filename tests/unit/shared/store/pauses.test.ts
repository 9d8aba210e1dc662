import { describe, expect, it } from '@jest/globals';
import { createMemoryTable } from '#shared/store/memory-table.ts';
import { pauseIn, savePause, toPauseKey } from '#shared/store/pauses.ts';
import { START } from '#tests/support/build-event.ts';

describe('a pause', () => {
  it('holds until its time, with its reason', async () => {
    const table = createMemoryTable();
    await savePause(table, 'chat', { until: START + 30, code: 'rate_limited' });
    const item = (await table.get([toPauseKey('chat')])).get(toPauseKey('chat'));

    expect(pauseIn(item, START + 29)).toEqual({ until: START + 30, code: 'rate_limited' });
    expect(pauseIn(item, START + 30)).toBeUndefined();
    expect(pauseIn(undefined, START)).toBeUndefined();
    expect(pauseIn(undefined, -1)).toBeUndefined();
  });
});
