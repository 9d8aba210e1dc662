import { toFact } from './facts.ts';

/** A member of a JSON object, in the order of the text. */
export type Member = readonly [name: string, value: unknown];

const TOKENS = /"(?:[^"\\]|\\.)*"?|([{[])|([}\]])|,/gs;
/** A member whose value is not whole; of a text, up to the last character that is. */
const CUT = /^,?\s*"((?:[^"\\]|\\.)*)"\s*:\s*("(?:[^"\\]|\\u[\da-f]{4}|\\[^u])*)?/is;

/** JSON reads better as its members: `{"ticket":"OPS-1","risk":2}` is 'ticket: OPS-1, risk: 2', and a list is its items. */
export function wordsOfJson(text: string): string | undefined {
  const members = /^\s*\[/.test(text) ? parse(`{"":${text}}`) : parseMembers(text);
  return wordsOfMembers(members ?? []);
}

/** Safe as a fact is: in JSON anything may be hidden behind escapes. Undefined for none. */
export function wordsOfMembers(members: readonly Member[]): string | undefined {
  const words = members.map(([name, value]) => (name === '' ? '' : `${name}: `) + wordsOf(value));
  return toFact(words.join(', ')) || undefined;
}

/**
 * Undefined for what is no object in JSON. Of one that was cut, what is whole, and last the member that is not: its text
 * as far as it goes, its name if that is there, and '…'.
 */
export function parseMembers(text: string): readonly Member[] | undefined {
  const json = text.trim();
  return json.startsWith('{') ? (parse(json) ?? parseCut(json.replace(/…$/, ''))) : undefined;
}

function parseCut(json: string): readonly Member[] | undefined {
  const head = headOf(json);
  const whole = parse(`${head}}`) ?? [];
  const [, name = '', text] = CUT.exec(json.slice(head.length)) ?? [];
  const [[, read = ''] = []] = parse(`{"":${text}"}`) ?? [];
  return whole.length === 0 && read === '' ? undefined : [...whole, [name, `${read}…`]];
}

/** Up to the last comma between its members. Nothing of what is not open at its end. */
function headOf(json: string): string {
  let depth = 0;
  let end = 1;
  for (const { 0: token, 1: opening, 2: closing, index } of json.matchAll(TOKENS)) {
    if (opening) depth += 1;
    if (closing) depth -= 1;
    if (token === ',' && depth === 1) end = index;
  }
  return depth > 0 ? json.slice(0, end) : '';
}

function parse(json: string): readonly Member[] | undefined {
  try {
    return Object.entries(JSON.parse(json));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function wordsOf(value: unknown): string {
  const json = JSON.stringify(value);
  // A secret within is told by its quotes, so they stay.
  return typeof value === 'string' || toFact(json) === json ? wordsWithin(value) : json;
}

/** `{"message":"Not found","code":"E1"}` is '(Not found, code: E1)'; what is deeper than its levels stays JSON. */
function wordsWithin(value: unknown, levels = 2): string {
  if (typeof value === 'string') return value;
  const members = Object.entries(Object(value));
  if (members.length === 0 || levels === 0) return JSON.stringify(value);
  const isList = Array.isArray(value);
  const words = members
    .map(
      ([name, inner]) => (isList || name === 'message' ? '' : `${name}: `) + wordsWithin(inner, levels - 1),
    )
    .join(', ');
  return isList ? words : `(${words})`;
}
