import { describe, expect, it } from '@jest/globals';
import { changeEntry, deliveryIn, type Entry, toDeliveryKey } from '#shared/store/deliveries.ts';
import { createMemoryTable } from '#shared/store/memory-table.ts';
import { START } from '#tests/support/build-event.ts';

describe('a delivery', () => {
  const key = toDeliveryKey('chat', 'execution/1');
  const claimed: Entry = { state: 'claimed', owner: 'a', since: START, until: START + 30 };
  const sent: Entry = { state: 'sent', at: START, hash: 'h', pace: 'p', ref: { ts: '1.1' } };

  it.each<[string, Entry]>([
    ['sent', sent],
    ['claimed', { ...claimed, sent }],
    ['uncertain', { state: 'uncertain', since: START, sent }],
    ['parked', { state: 'parked', at: START, hash: 'h', code: 'rejected', sent }],
  ])('keeps an entry that is %s as it is', async (_, entry) => {
    const table = createMemoryTable();

    const stored = await changeEntry(table, {
      deliveryKey: key,
      key: 'failed 1',
      from: undefined,
      to: entry,
      now: START,
    });

    const delivery = deliveryIn((await table.get([key])).get(key));
    expect([...delivery]).toEqual([['failed 1', stored]]);
    expect(delivery.get('failed 1')?.entry).toEqual(entry);
  });

  it('is changed by one of two who know the same', async () => {
    const table = createMemoryTable();
    const change = { deliveryKey: key, key: 'started', now: START };
    const first = await changeEntry(table, { ...change, from: undefined, to: claimed });
    if (first === undefined || first === 'LOST') throw new Error('not claimed');

    expect(await changeEntry(table, { ...change, from: undefined, to: claimed })).toBe('LOST');
    expect(await changeEntry(table, { ...change, from: first, to: sent })).toMatchObject({ entry: sent });
    expect(await changeEntry(table, { ...change, from: first, to: undefined })).toBe('LOST');
  });

  it('forgets an entry', async () => {
    const table = createMemoryTable();
    const change = { deliveryKey: key, key: 'started', now: START };
    const stored = await changeEntry(table, { ...change, from: undefined, to: sent });
    if (stored === undefined || stored === 'LOST') throw new Error('not stored');

    expect(await changeEntry(table, { ...change, from: stored, to: undefined })).toBeUndefined();
    expect(deliveryIn((await table.get([key])).get(key)).size).toBe(0);
    expect(deliveryIn(undefined).size).toBe(0);
  });
});
