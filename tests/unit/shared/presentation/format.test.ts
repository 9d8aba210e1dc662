import { describe, expect, it } from '@jest/globals';
import { formatDuration, formatTime, shortRevision, toLine, truncate } from '#shared/presentation/format.ts';
import { hostileText } from '#tests/support/hostile-text.ts';
import { fc } from '#tests/support/property.ts';

describe('formatDuration', () => {
  it.each([
    [0, '0 s'],
    [-5, '0 s'],
    [0.4, '0 s'],
    [59.4, '59 s'],
    [59.6, '1 min'],
    [60, '1 min'],
    [192, '3 min 12 s'],
    [3599, '59 min 59 s'],
    [3600, '1 h'],
    [7500, '2 h 5 min'],
    [86_399, '23 h 59 min'],
    [86_400, '1 d'],
    [100_800, '1 d 4 h'],
    [864_000, '10 d'],
  ])('writes %d seconds as %s', (seconds, text) => {
    expect(formatDuration(seconds)).toBe(text);
  });
});

describe('formatTime', () => {
  it('is in UTC and says so', () => {
    expect(formatTime(1_772_615_759)).toBe('2026-03-04 09:15 UTC');
  });
});

describe('toLine', () => {
  it('makes one line of many', () => {
    expect(toLine(' a\r\n\tb \u2028 c ')).toBe('a b c');
  });
});

describe('shortRevision', () => {
  it.each([
    ['4f2c9d1be07a3c5d8e6f9a0b1c2d3e4f5a6b7c8d', '4f2c9d1'],
    ['sha256:9b2a7f', '9b2a7f'],
    ['sha256:9b2a7f0123456789', '9b2a7f01234…'],
    ['v1.2', 'v1.2'],
    ['', ''],
  ])('shortens %s to %s', (revision, short) => {
    expect(shortRevision(revision)).toBe(short);
  });
});

describe('truncate', () => {
  it.each([
    ['abc', 3, 'abc'],
    ['abcd', 3, 'ab…'],
    ['ab cd', 4, 'ab…'],
    ['a👩‍👩‍👧‍👦b', 6, 'a…'],
    ['a🇪🇺b', 4, 'a…'],
    ['e\u0301e\u0301', 3, 'e\u0301…'],
  ])('cuts %s to %d units as %s', (text, max, expected) => {
    expect(truncate(text, max)).toBe(expected);
  });

  it('never exceeds the limit, never breaks a character, and keeps what fits', () => {
    fc.assert(
      fc.property(hostileText({ maxRepeat: 10 }), fc.integer({ min: 1, max: 200 }), (text, max) => {
        const whole = text.toWellFormed();
        const cut = truncate(whole, max);

        expect(cut.length).toBeLessThanOrEqual(max);
        expect(cut.isWellFormed()).toBe(true);
        if (whole.length <= max) expect(cut).toBe(whole);
        else expect(beginnings(whole)).toContain(cut.slice(0, -1));
      }),
    );
  });
});

/** After each character as people see them, without white space at the end. */
function beginnings(text: string): readonly string[] {
  const ends = [...new Intl.Segmenter().segment(text)].map(({ index }) => index);
  return ends.map((end) => text.slice(0, end).trimEnd());
}
