/** Epoch seconds of a local time, `2026-12-18T18:00`, in a time zone; in a gap of summer time, as if the clock had gone on. */
export function toEpochSeconds(local: string, zone: string): number {
  const wanted = Date.parse(`${local}Z`);
  // The offset depends on the moment that is looked for: the second guess is made with that of the first.
  const guess = wanted - offsetAt(wanted, zone);
  return Math.trunc((wanted - offsetAt(guess, zone)) / 1000);
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
