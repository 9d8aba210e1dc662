import type { Context } from './context.ts';

type Style = Intl.DateTimeFormatOptions;

const TIME: Style = { hour: 'numeric', minute: '2-digit' };
const LONG: Style = { weekday: 'long', year: 'numeric', month: 'long', day: 'numeric' };
const DAY: Style = { year: 'numeric', month: 'long', day: 'numeric' };
const SHORT: Style = { year: 'numeric', month: 'short', day: 'numeric' };

/** Slack's placeholders: https://docs.slack.dev/messaging/formatting-message-text#date-formatting */
const PLACEHOLDERS: ReadonlyMap<string, (at: Date, context: Context) => string> = new Map([
  [
    'date_num',
    (at, { timeZone }) => at.toLocaleDateString('sv-SE', timeZone === undefined ? {} : { timeZone }),
  ],
  ['date_slash', (at, context) => format(at, { year: 'numeric', month: '2-digit', day: '2-digit' }, context)],
  ['date', (at, context) => format(at, DAY, context)],
  ['date_short', (at, context) => format(at, SHORT, context)],
  ['date_long', (at, context) => format(at, LONG, context)],
  ['date_pretty', (at, context) => findNearDay(at, context) ?? format(at, DAY, context)],
  ['date_short_pretty', (at, context) => findNearDay(at, context) ?? format(at, SHORT, context)],
  ['date_long_pretty', (at, context) => findNearDay(at, context) ?? format(at, LONG, context)],
  ['time', (at, context) => format(at, TIME, context)],
  ['time_secs', (at, context) => format(at, { ...TIME, second: '2-digit' }, context)],
  ['ago', (at, { now }) => toAge(now.getTime() - at.getTime())],
]);

/** Fills Slack's date template in the reader's own time; a template with an unknown placeholder gives nothing. */
export function findMoment(seconds: number, template: string, context: Context): string | undefined {
  const at = new Date(seconds * 1_000);
  const names = [...template.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  if (Number.isNaN(at.getTime()) || names.some((name) => !PLACEHOLDERS.has(name))) return undefined;

  const filled = template.replace(/\{(\w+)\}/g, (_, name) => PLACEHOLDERS.get(name)?.(at, context) ?? '');
  return filled.charAt(0).toUpperCase() + filled.slice(1);
}

export function toClock(at: Date, context: Context): string {
  return format(at, TIME, context);
}

/** "Today", "Yesterday" or the date: what stands above the messages of a day. */
export function toDay(at: Date, context: Context): string {
  const near = findNearDay(at, context);
  return near
    ? near.charAt(0).toUpperCase() + near.slice(1)
    : format(at, { ...LONG, year: undefined }, context);
}

/** A duration as people say it: 45s, 3m 05s, 2h 10m. */
export function toDuration(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1_000));
  if (seconds < 60) return `${seconds}s`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)}m ${String(seconds % 60).padStart(2, '0')}s`;
  return `${Math.floor(seconds / 3_600)}h ${String(Math.floor((seconds % 3_600) / 60)).padStart(2, '0')}m`;
}

export function toAge(milliseconds: number): string {
  const minutes = Math.floor(milliseconds / 60_000);
  if (minutes < 1) return 'just now';
  if (minutes < 60) return minutes === 1 ? '1 minute ago' : `${minutes} minutes ago`;

  const hours = Math.floor(minutes / 60);
  return hours === 1 ? '1 hour ago' : `${hours} hours ago`;
}

function findNearDay(at: Date, context: Context): string | undefined {
  const difference = dayNumber(at, context) - dayNumber(context.now, context);
  return new Map([
    [-1, 'yesterday'],
    [0, 'today'],
    [1, 'tomorrow'],
  ]).get(difference);
}

function dayNumber(at: Date, { timeZone }: Context): number {
  const day = at.toLocaleDateString('sv-SE', timeZone === undefined ? {} : { timeZone });
  return Date.parse(`${day}T00:00:00Z`) / 86_400_000;
}

function format(at: Date, style: Style, { locale, timeZone }: Context): string {
  return new Intl.DateTimeFormat(locale, { ...style, ...(timeZone !== undefined && { timeZone }) }).format(
    at,
  );
}
