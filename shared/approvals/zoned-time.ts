const DAY_MILLISECONDS = 86_400_000;

/**
 * Epoch seconds of a local time, `2026-12-18T18:00`, in a time zone. Where summer time ends and it comes twice, the
 * first; in the gap where it begins, as if the clock had gone on.
 */
export function toEpochSeconds(local: string, zone: string): number {
  const wanted = Date.parse(`${local}Z`);
  // The offset depends on the moment that is looked for: it is that of the day before or of the day after.
  const before = wanted - offsetAt(wanted - DAY_MILLISECONDS, zone);
  const after = wanted - offsetAt(wanted + DAY_MILLISECONDS, zone);
  const found = [before, after].find((moment) => moment + offsetAt(moment, zone) === wanted);
  return Math.trunc((found ?? before) / 1000);
}

/** Milliseconds that the zone is ahead of UTC at a moment. */
function offsetAt(moment: number, timeZone: string): number {
  const format = new Intl.DateTimeFormat('en-US', { ...FIELDS, timeZone });
  const parts = new Map(format.formatToParts(moment).map(({ type, value }) => [type, Number(value)]));
  const part = (name: Intl.DateTimeFormatPartTypes) => parts.get(name) ?? 0;
  const shown = Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    part('hour'),
    part('minute'),
    part('second'),
  );
  return shown - Math.trunc(moment / 1000) * 1000;
}

const FIELDS = {
  hourCycle: 'h23',
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  hour: 'numeric',
  minute: 'numeric',
  second: 'numeric',
} as const;
