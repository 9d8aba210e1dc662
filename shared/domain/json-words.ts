import { toFact } from './facts.ts';

/** A member of a JSON object, in the order of the text. */
export type Member = readonly [name: string, value: unknown];

/** JSON reads better as its members: `{"ticket":"OPS-1","risk":2}` is 'ticket: OPS-1, risk: 2'. */
export function wordsOfJson(text: string): string | undefined {
  return wordsOfMembers(parseMembers(text) ?? []);
}

/** Safe as a fact is: in JSON anything may be hidden behind escapes. Undefined for none. */
export function wordsOfMembers(members: readonly Member[]): string | undefined {
  return toFact(members.map(([name, value]) => `${name}: ${wordsOf(value)}`).join(', ')) || undefined;
}

/** Undefined for what is no object in JSON, also for JSON that was cut. */
export function parseMembers(text: string): readonly Member[] | undefined {
  if (!text.trimStart().startsWith('{')) return undefined;
  try {
    return Object.entries(JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function wordsOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
