import { millisecondsOf } from '#shared/sources/source.ts';

/** Members that hold a moment, in EventBridge's, CodePipeline's and SNS's spelling. */
const MOMENT = /^time$|-time$|^Timestamp$/;
/** Members in which another message is wrapped, as JSON in a string. */
const WRAPPERS: readonly string[] = ['Message', 'body', 'Body'];

/** The same messages with every moment moved by one amount, so that the newest of them is `now` (epoch milliseconds). */
export function shiftTimes(messages: readonly unknown[], now: number): readonly unknown[] {
  const moments: number[] = [];
  for (const message of messages) rewrite(message, (moment) => void moments.push(moment));
  if (moments.length === 0) return messages;
  const by = now - Math.max(...moments);
  return messages.map((message) => rewrite(message, (moment) => moment + by));
}

/** Undefined from `change` leaves a moment as it is. */
type Change = (moment: number) => number | undefined;

function rewrite(value: unknown, change: Change): unknown {
  if (Array.isArray(value)) return value.map((item) => rewrite(item, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, rewriteMember(name, inner, change)]),
  );
}

function rewriteMember(name: string, value: unknown, change: Change): unknown {
  if (typeof value !== 'string') return rewrite(value, change);
  if (MOMENT.test(name)) return rewriteMoment(value, change);
  const wrapped = WRAPPERS.includes(name) ? tryParse(value) : undefined;
  return wrapped === undefined ? value : JSON.stringify(rewrite(wrapped, change));
}

function rewriteMoment(text: string, change: Change): string {
  const moment = millisecondsOf(text);
  const changed = moment === undefined ? undefined : change(moment);
  if (changed === undefined) return text;
  const iso = new Date(changed).toISOString();
  return text.includes('.') ? iso : iso.replace(/\.\d+Z$/, 'Z');
}

function tryParse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Plain text, then: there is nothing in it to move.
    return undefined;
  }
}
