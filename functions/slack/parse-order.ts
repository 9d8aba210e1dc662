import { MAX_SILENCE_SECONDS } from '#shared/domain/silence.ts';
import { truncate } from '#shared/presentation/format.ts';
import type { Order } from './command.ts';
import { MAX_REASON } from './modal.ts';

/** Neither: help is asked for. */
interface Parsed {
  readonly order?: Order;
  /** What is wrong, in a sentence; it repeats what was typed. */
  readonly problem?: string;
}

const PIPELINE = /^[A-Za-z0-9.@_-]{1,100}$/;
const SECONDS: Readonly<Record<string, number>> = { m: 60, h: 3600, d: 86_400 };

const COMMANDS: ReadonlyMap<string, (rest: string) => Parsed> = new Map<string, (rest: string) => Parsed>([
  ['', () => ({})],
  ['help', () => ({})],
  ['status', parseStatus],
  ['approvals', parseApprovals],
  ['silence', parseSilence],
  ['retry', (rest) => parseControl('retry', rest)],
  ['stop', (rest) => parseControl('stop', rest)],
]);

/** What stands behind `/signalbox`. */
export function parseOrder(text: string): Parsed {
  const [name, rest] = takeWord(text);
  const parse = COMMANDS.get(name.toLowerCase());
  return parse?.(rest) ?? { problem: `There is no command "${name}".` };
}

function parseStatus(rest: string): Parsed {
  const [pipeline, more] = takeWord(rest);
  if (more !== '') return { problem: 'status takes one pipeline, or none for all.' };
  if (pipeline === '') return { order: { kind: 'ask', question: 'status' } };
  return forPipeline(pipeline, { kind: 'ask', question: 'status', pipeline });
}

function parseApprovals(rest: string): Parsed {
  if (rest !== '') return { problem: 'approvals takes nothing after it.' };
  return { order: { kind: 'ask', question: 'approvals' } };
}

function parseControl(action: 'retry' | 'stop', rest: string): Parsed {
  const [pipeline, reason] = takeWord(rest);
  if (pipeline === '') return { problem: `${action} needs the name of a pipeline.` };
  return forPipeline(pipeline, { kind: 'order', action, pipeline, reason: truncate(reason, MAX_REASON) });
}

function parseSilence(rest: string): Parsed {
  const [pipeline, behind] = takeWord(rest);
  const [duration, reason] = takeWord(behind);
  if (pipeline === '' || duration === '' || reason === '')
    return { problem: 'silence needs a pipeline, a duration and a reason.' };
  const seconds = toSeconds(duration);
  if (seconds === undefined)
    return { problem: `"${duration}" is no duration: write 30m, 2h or 1d, 7 days at most.` };
  return forPipeline(pipeline, { kind: 'silence', pipeline, seconds, reason: truncate(reason, MAX_REASON) });
}

function forPipeline(pipeline: string, order: Order): Parsed {
  return PIPELINE.test(pipeline) ? { order } : { problem: `"${pipeline}" cannot be the name of a pipeline.` };
}

function toSeconds(text: string): number | undefined {
  const [, count, unit = ''] = /^([1-9]\d{0,4})([mhd])$/.exec(text) ?? [];
  const seconds = Number(count) * (SECONDS[unit] ?? Number.NaN);
  return seconds <= MAX_SILENCE_SECONDS ? seconds : undefined;
}

function takeWord(text: string): readonly [word: string, rest: string] {
  const [, word = '', rest = ''] = /^\s*(\S*)([\s\S]*)$/.exec(text) ?? [];
  return [word, rest.trim()];
}
