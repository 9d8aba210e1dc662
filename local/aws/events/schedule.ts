import { TemplateError } from '../template.ts';

const MINUTE = 60_000;
const UNITS = new Map([
  ['minute', MINUTE],
  ['hour', 60 * MINUTE],
  ['day', 24 * 60 * MINUTE],
]);

/** Fires in real time, for the first time after one interval, as EventBridge does; until it is cleared. */
export function fireAtRate(expression: string, fire: () => void): NodeJS.Timeout {
  const [, count, unit = ''] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression) ?? [];
  const length = UNITS.get(unit);
  if (length === undefined)
    throw new TemplateError(`The embedded AWS knows rate(N minutes), hours and days, not ${expression}`);
  return setInterval(fire, Number(count) * length).unref();
}
