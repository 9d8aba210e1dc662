import { describe, expect, it } from '@jest/globals';
import { millisecondsOf, secondsOf } from '#shared/sources/source.ts';
import { START } from '#tests/support/build-event.ts';

describe('the time of an event', () => {
  it.each([
    ['2026-03-04T09:15:00Z', START],
    ['2026-03-04T09:15:00.999Z', START],
    ['2026-03-04t09:15:00z', START],
    ['2026-03-04T09:15', START],
    ['2026-03-04T09:15:00', START],
    ['2026-03-04T18:15:00+09:00', START],
    ['2026-03-04T09:15:00.417+0000', START],
    ['2026-03-04T04:15:00-0500', START],
    ['2026-03-04', START - 9.25 * 3600],
  ])('is read from %s, in UTC where it names no zone', (text, seconds) => {
    expect(secondsOf(text)).toBe(seconds);
  });

  it('has milliseconds', () => {
    expect(millisecondsOf('2026-03-04T09:15:00.417Z')).toBe(START * 1000 + 417);
  });

  it.each([
    undefined,
    '',
    'soon',
    '1',
    '-5',
    '1772615700',
    '2026-13-04T09:15:00Z',
    '2026-03-04T25:15:00Z',
    'Mar 4, 2026 9:30:00 AM',
    '1969-12-31T23:59:59Z',
    '1970-01-01T00:00:00Z',
    '0001-01-01T00:00:00Z',
  ])('is none where it says %j', (text) => {
    expect(secondsOf(text)).toBeUndefined();
  });
});
