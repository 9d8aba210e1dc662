import { describe, expect, it } from '@jest/globals';
import { createMemoryTable } from '#shared/store/memory-table.ts';
import { noticeIn, saveNotice } from '#shared/store/notices.ts';
import { START } from '#tests/support/build-event.ts';
import { buildNotice } from '#tests/support/build-record.ts';

describe('a notice', () => {
  it.each([
    buildNotice(),
    buildNotice({ source: undefined, time: undefined, id: 'a:b.c' }),
    buildNotice({ service: 'ecr', pipeline: 'web-shop', headline: 'was pushed', tone: 'good' }),
    buildNotice({ log: { label: 'Open log', url: 'https://console.aws.amazon.com/cloudwatch/home' } }),
  ])('is read as it was saved', async (notice) => {
    const table = createMemoryTable();

    const key = await saveNotice(table, notice, START);

    expect(noticeIn((await table.get([key])).get(key))).toEqual(notice);
  });

  it('is read without a service that only a later version knows', async () => {
    const table = createMemoryTable();
    const later = JSON.stringify({ ...buildNotice(), service: 'tardis' });

    await table.add('notice/x', { strings: { notice: later }, numbers: {} });

    expect(noticeIn((await table.get(['notice/x'])).get('notice/x'))).toEqual(buildNotice());
  });

  it('is none where there is no item', () => {
    expect(noticeIn(undefined)).toBeUndefined();
  });
});
