import { formatTime } from '#shared/presentation/format.ts';
import type { Freeze } from '#shared/routing/approval-rule.ts';
import { toEpochSeconds } from './zoned-time.ts';

/** Until when and why, as 'until 2026-12-24 08:00 UTC (holidays)'; undefined: none of the windows is on. */
export function findFrozen(
  freezes: readonly Pick<Freeze, 'from' | 'to' | 'zone' | 'reason'>[],
  now: number,
): string | undefined {
  const on = freezes.find(
    ({ from, to, zone }) => toEpochSeconds(from, zone) <= now && now < toEpochSeconds(to, zone),
  );
  if (on === undefined) return undefined;
  const why = on.reason === '' ? '' : ` (${on.reason})`;
  return `until ${formatTime(toEpochSeconds(on.to, on.zone))}${why}`;
}
