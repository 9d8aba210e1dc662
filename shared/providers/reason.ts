import { type Facts, toFact } from '#shared/domain/facts.ts';
import { FAILURE_CODES } from '#shared/domain/failure-codes.ts';
import { type Member, parseMembers, wordsOfJson, wordsOfMembers } from '#shared/domain/json-words.ts';
import { findProvider } from './index.ts';

/** Where in its code an error was, which is in its log too. */
const TRACE = /trace$/i;

/** No text, or JSON that says nothing. */
const NOTHING = /^(null|""|\[]|{}|)$/;

/** How Step Functions and Lambda name the kind and the message of an error. */
const ERRORS = [
  ['Error', 'Cause'],
  ['error', 'cause'],
  ['errorType', 'errorMessage'],
] as const;

/** Why an action failed, as its events tell, in words for people; as it is told where it is in words already. */
export function reasonOf(facts: Facts, time?: number): string | undefined {
  const { provider = '', summary = '', errorCode } = facts;
  const own = findProvider(provider)?.reason?.(facts, time);
  if (own !== undefined) return own;
  return NOTHING.test(summary) ? wordsOfCode(errorCode) : wordsOfSummary(summary);
}

function wordsOfCode(code: string | undefined): string | undefined {
  const words = FAILURE_CODES.get(code ?? '');
  return words === undefined ? code : `${words} (${code})`;
}

function wordsOfSummary(summary: string): string {
  const members = (parseMembers(summary) ?? []).filter(([name]) => !TRACE.test(name));
  return wordsOfError(members) ?? wordsOfMembers(members) ?? wordsOfJson(summary) ?? summary;
}

/** `{"Error":"States.Timeout","Cause":"…"}` is 'States.Timeout: …'; whatever else it holds follows. */
function wordsOfError(members: readonly Member[]): string | undefined {
  const values = new Map(members);
  for (const names of ERRORS) {
    const [kind, message] = names.map((name) => values.get(name));
    if (typeof kind !== 'string' || typeof message !== 'string') continue;
    const rest = wordsOfMembers(members.filter(([name]) => !names.some((known) => known === name)));
    // A cause is often an error in JSON itself.
    const words = `${kind}: ${wordsOfSummary(message)}`;
    return toFact(rest === undefined ? words : `${words} (${rest})`);
  }
  return undefined;
}
