import { describe, expect, it } from '@jest/globals';
import { createMemoryTable } from '#shared/store/memory-table.ts';
import { saveSilence, silenceIn, toSilenceKey } from '#shared/store/silences.ts';
import { START } from '#tests/support/build-event.ts';
import { IDENTITY } from '#tests/support/build-record.ts';

const SILENCE = { until: START + 3600, by: 'Ada Okafor', reason: 'the network is being moved', at: START };

async function itemOf(table: ReturnType<typeof createMemoryTable>) {
  const key = toSilenceKey(IDENTITY);
  return (await table.get([key])).get(key);
}

describe('a silence', () => {
  it('holds until its time, with who wanted it and why', async () => {
    const table = createMemoryTable();

    await saveSilence(table, IDENTITY, SILENCE);

    expect(silenceIn(await itemOf(table), START + 3599)).toEqual(SILENCE);
    expect(silenceIn(await itemOf(table), START + 3600)).toBeUndefined();
    expect(silenceIn(undefined, START)).toBeUndefined();
  });

  it('is replaced by the next one, also by a shorter one', async () => {
    const table = createMemoryTable();
    await saveSilence(table, IDENTITY, SILENCE);

    await saveSilence(table, IDENTITY, { ...SILENCE, until: START + 60, reason: 'it is done' });

    expect(silenceIn(await itemOf(table), START + 59)?.reason).toBe('it is done');
    expect(silenceIn(await itemOf(table), START + 60)).toBeUndefined();
  });

  it('is of one pipeline in one account and Region', () => {
    const keys = [
      toSilenceKey(IDENTITY),
      toSilenceKey({ ...IDENTITY, account: '222233334444' }),
      toSilenceKey({ ...IDENTITY, region: 'us-east-1' }),
      toSilenceKey({ ...IDENTITY, pipeline: 'a/b' }),
    ];

    expect(keys).toEqual([
      'silence/111122223333/eu-west-1/web-shop',
      'silence/222233334444/eu-west-1/web-shop',
      'silence/111122223333/us-east-1/web-shop',
      'silence/111122223333/eu-west-1/a%2Fb',
    ]);
  });
});
