import { describe, expect, it } from '@jest/globals';
import { toEpochSeconds } from '#shared/approvals/zoned-time.ts';
import { fc } from '#tests/support/property.ts';

const ZONES = ['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe'];
const MINUTE = 60;

function utcOf(local: string, zone: string): string {
  return new Date(toEpochSeconds(local, zone) * 1000).toISOString().slice(0, 16);
}

/** As a clock on the wall of that zone shows it. */
function shown(seconds: number, timeZone: string): string {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
  return format.format(seconds * 1000).replace(' ', 'T');
}

describe('toEpochSeconds', () => {
  it.each([
    ['UTC', '2026-12-18T18:00', '2026-12-18T18:00'],
    ['Europe/Berlin', '2026-12-18T18:00', '2026-12-18T17:00'],
    ['Europe/Berlin', '2026-07-01T18:00', '2026-07-01T16:00'],
    ['America/New_York', '2026-12-18T18:00', '2026-12-18T23:00'],
    ['America/New_York', '2026-07-01T18:00', '2026-07-01T22:00'],
    ['Asia/Kolkata', '2026-07-01T00:00', '2026-06-30T18:30'],
    ['Pacific/Kiritimati', '2027-01-01T00:00', '2026-12-31T10:00'],
  ])('knows what the clocks of %s show', (zone, local, utc) => {
    expect(utcOf(local, zone)).toBe(utc);
  });

  it.each([
    ['before summer time begins', 'Europe/Berlin', '2026-03-29T01:59', '2026-03-29T00:59'],
    ['when summer time begins', 'Europe/Berlin', '2026-03-29T03:00', '2026-03-29T01:00'],
    ['in the gap east of Greenwich', 'Europe/Berlin', '2026-03-29T02:30', '2026-03-29T01:30'],
    ['in the gap west of Greenwich', 'America/New_York', '2026-03-08T02:30', '2026-03-08T07:30'],
    ['in a gap of half an hour', 'Australia/Lord_Howe', '2026-10-04T02:15', '2026-10-03T15:45'],
    ['that comes twice, the first of both', 'Europe/Berlin', '2026-10-25T02:30', '2026-10-25T00:30'],
    ['that comes twice, in the west as well', 'America/New_York', '2026-11-01T01:30', '2026-11-01T05:30'],
    ['after summer time ended', 'Europe/Berlin', '2026-10-25T03:00', '2026-10-25T02:00'],
  ])('gives a time %s', (_, zone, local, utc) => {
    expect(utcOf(local, zone)).toBe(utc);
  });

  it('gives the moment at which clocks show that time, or the same time an hour or less before', () => {
    const minutes = fc.integer({ min: 1_735_689_600 / MINUTE, max: 1_893_456_000 / MINUTE });
    const property = fc.property(minutes, fc.constantFrom(...ZONES), (minute, zone) => {
      const moment = minute * MINUTE;

      const found = toEpochSeconds(shown(moment, zone), zone);

      expect(shown(found, zone)).toBe(shown(moment, zone));
      expect(moment - found).toBeGreaterThanOrEqual(0);
      expect(moment - found).toBeLessThanOrEqual(60 * MINUTE);
    });

    fc.assert(property, { numRuns: 300 });
  });
});
