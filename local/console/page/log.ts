import type { LogTail } from '../sections.ts';
import { type Json, parseJson, textIn } from './json.ts';
import { type Element, h, type Node } from './tree.ts';

/** What the functions wrote, newest first: what they decided, with all that they said about it on demand. */
export function renderLog({ first, lines }: LogTail): Node {
  if (lines.length === 0)
    return h(
      'div',
      { class: 'empty' },
      h('strong', {}, 'Nothing happened yet'),
      h('span', {}, 'Every line of the Lambda functions appears here.'),
    );

  return h(
    'ol',
    { class: 'log', 'aria-label': 'Log lines' },
    lines.map((line, index) => renderLine(line, first + index)).reverse(),
  );
}

/** A line is "function: text", where the text may be JSON of the logger. */
function renderLine(line: string, number: number): Element {
  const [, source = '', text = line] = /^(?<source>[\w-]+): (?<text>[\s\S]*)$/.exec(line) ?? [];
  const json = parseJson(text);
  const said = json ? textIn(json, 'message') || toKind(json) : text;
  const level = json ? textIn(json, 'level').toLowerCase() : '';
  return h(
    'li',
    { class: `log-line ${level}`, key: number },
    h('span', { class: 'log-source' }, source),
    json
      ? h(
          'details',
          {},
          h(
            'summary',
            {},
            h('span', { class: 'log-text' }, said),
            h('span', { class: 'quiet' }, toDigest(json)),
          ),
          h('pre', {}, JSON.stringify(json, undefined, 2)),
        )
      : h('span', { class: 'log-text' }, said),
  );
}

/** Lines without a message: metrics in CloudWatch's embedded form. */
function toKind(json: Json): string {
  return '_aws' in json ? 'metrics' : 'record';
}

const USUAL: ReadonlySet<string> = new Set([
  'level',
  'message',
  'timestamp',
  'service',
  'cold_start',
  'function_arn',
  'function_memory_size',
  'function_name',
  'function_request_id',
  'sampling_rate',
  'xray_trace_id',
  '_aws',
]);

/** The fields that make this line differ from others. */
function toDigest(json: Json): string {
  return Object.entries(json)
    .filter(([key]) => !USUAL.has(key))
    .map(([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join('  ')
    .slice(0, 200);
}
