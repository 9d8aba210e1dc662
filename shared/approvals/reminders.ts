import type { ApprovalRule } from '#shared/routing/approval-rule.ts';

const HOUR = 3600;
const USUAL = { everyHours: 24, beforeHours: 4 };

interface Span {
  readonly startedAt: number;
  readonly expiresAt: number;
}

/** The last moment at which people were to be reminded, up to now; undefined: none has come yet. All in epoch seconds. */
export function lastReminder(
  { startedAt, expiresAt }: Span,
  rule: Pick<ApprovalRule, 'remind'> | undefined,
  now: number,
): number | undefined {
  const { everyHours, beforeHours } = rule?.remind ?? USUAL;
  const every = everyHours * HOUR;
  const times = Math.floor((now - startedAt) / every);
  const beforeEnd = expiresAt - beforeHours * HOUR;
  const moments = [
    ...(times > 0 ? [startedAt + times * every] : []),
    ...(beforeHours > 0 && beforeEnd > startedAt ? [beforeEnd] : []),
  ];
  return moments
    .filter((moment) => moment <= now && moment < expiresAt)
    .reduce<number | undefined>((last, moment) => Math.max(last ?? 0, moment), undefined);
}
