import { describe, expect, it } from '@jest/globals';
import { findMoment, toAge, toDay, toDuration } from '#local/console/page/moment.ts';
import { CONTEXT } from './context.ts';

const NOON = Date.parse('2026-10-01T12:00:00Z') / 1_000;
const DAY = 86_400;

describe('findMoment', () => {
  it.each([
    ['{date_num}', '2026-10-01'],
    ['{date}', '1 October 2026'],
    ['{date_short}', '1 Oct 2026'],
    ['{date_long}', 'Thursday 1 October 2026'],
    ['{date_short_pretty} {time}', 'Today 12:00'],
    ['at {time_secs}', 'At 12:00:00'],
    ['{ago}', 'Just now'],
  ])('fills %s', (template, expected) => {
    expect(findMoment(NOON, template, CONTEXT)?.replace(',', '')).toBe(expected);
  });

  it.each([
    [NOON - DAY, 'Yesterday'],
    [NOON + DAY, 'Tomorrow'],
    [NOON - 2 * DAY, '29 Sept 2026'],
  ])('calls days by how near they are', (seconds, expected) => {
    expect(findMoment(seconds, '{date_short_pretty}', CONTEXT)).toBe(expected);
  });

  it('uses the time zone of the reader', () => {
    expect(findMoment(NOON, '{time}', { ...CONTEXT, timeZone: 'Europe/Berlin' })).toBe('14:00');
  });

  it('gives nothing for a time that is none', () => {
    expect(findMoment(Number.NaN, '{time}', CONTEXT)).toBeUndefined();
  });
});

describe('toDay', () => {
  it('starts a new day at midnight of the reader', () => {
    const late = new Date('2026-10-01T22:30:00Z');

    expect(toDay(late, CONTEXT)).toBe('Today');
    expect(toDay(late, { ...CONTEXT, timeZone: 'Europe/Berlin' })).toBe('Tomorrow');
  });
});

describe('toDuration and toAge', () => {
  it.each([
    [-5, '0s'],
    [45_000, '45s'],
    [185_000, '3m 05s'],
    [7_800_000, '2h 10m'],
  ])('%d ms last %s', (milliseconds, expected) => {
    expect(toDuration(milliseconds)).toBe(expected);
  });

  it.each([
    [30_000, 'just now'],
    [60_000, '1 minute ago'],
    [600_000, '10 minutes ago'],
    [3_600_000, '1 hour ago'],
    [7_200_000, '2 hours ago'],
  ])('%d ms ago was %s', (milliseconds, expected) => {
    expect(toAge(milliseconds)).toBe(expected);
  });
});
