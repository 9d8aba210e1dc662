import { FACT_NAMES, type FactName, type Facts } from './facts.ts';
import type { PipelineEvent } from './pipeline-event.ts';

/** What an event adds to its execution's record. */
export type Observation = Omit<PipelineEvent, 'execution'>;

/** State of the observation that carries the pipeline's structure; not a word of AWS. */
export const STRUCTURE = 'STRUCTURE';
/** State of the observation that says that an approval waits, and which; not a word of AWS. */
export const APPROVAL = 'APPROVAL';
/** State of the observation that says that people are to be reminded of an approval; not a word of AWS. */
export const REMINDER = 'REMINDER';
/** State of the observation that says who asked CodePipeline for something, as CloudTrail tells; not a word of AWS. */
export const CALL = 'CALL';
/** State of the observation that says why an action failed, as its service told; not a word of AWS. */
export const DIAGNOSIS = 'DIAGNOSIS';

// Codes are for ever: records live 90 days, and the version before this one must read them too.
const STATE_CODES = new Map([
  ['STARTED', 's'],
  ['SUCCEEDED', 'k'],
  ['FAILED', 'f'],
  ['CANCELED', 'c'],
  ['RESUMED', 'r'],
  ['STOPPING', 'g'],
  ['STOPPED', 'p'],
  ['SUPERSEDED', 'u'],
  ['ABANDONED', 'a'],
  [STRUCTURE, 't'],
  [APPROVAL, 'v'],
  [REMINDER, 'm'],
  [DIAGNOSIS, 'd'],
  [CALL, 'w'],
]);
const STATES = new Map([...STATE_CODES].map(([state, code]) => [code, state]));
/** Before a word that has no code. */
const RAW = '=';

const FACT_CODES: Readonly<Record<FactName, string>> = {
  provider: 'p',
  startedAt: 't',
  version: 'v',
  trigger: 'g',
  triggeredBy: 'b',
  stopReason: 'x',
  commit: 'c',
  subject: 'm',
  author: 'a',
  branch: 'h',
  tag: 'n',
  repository: 'r',
  scan: 'sc',
  host: 'k',
  url: 'u',
  summary: 's',
  errorCode: 'e',
  externalId: 'i',
  stages: 'l',
  authorEmail: 'w',
  approval: 'q',
  region: 'z',
  why: 'y',
  failedStage: 'F',
  failedAt: 'f',
  tests: 'j',
  excerpt: 'o',
  since: 'cs',
  changes: 'cn',
  startedBy: 'S',
  stoppedBy: 'P',
  retriedBy: 'R',
  rolledBackBy: 'B',
};

/**
 * One element of the record, a DynamoDB string set: adding it is commutative, associative and idempotent.
 *
 * The form is a JSON array without its empty tail, `[state, time, attempt, stage, action, facts]`, with a letter for
 * each known state and fact: a record of three stages and five actions must stay under 1.5 KB (docs/architecture.md).
 */
export function encodeObservation(observation: Observation): string {
  const { state, time, attempt, actionExecutionId, stage, action, facts } = observation;
  const code = STATE_CODES.get(state) ?? `${RAW}${state}`;
  const parts: unknown[] = [code, time, attempt ?? actionExecutionId ?? 0, stage ?? 0, action ?? 0];
  const coded = FACT_NAMES.flatMap((name) =>
    facts[name] === undefined ? [] : [[FACT_CODES[name], facts[name]]],
  );
  if (coded.length > 0) parts.push(Object.fromEntries(coded));
  while (parts.at(-1) === 0) parts.pop();
  return JSON.stringify(parts);
}

/** Later versions may append elements or facts: what is not known here is passed over. */
export function decodeObservation(encoded: string): Observation {
  const parts: unknown = JSON.parse(encoded);
  if (!Array.isArray(parts)) throw new Error(`not an observation: ${encoded.slice(0, 40)}`);
  const [code, time, identity, stage, action, facts]: unknown[] = parts;
  return {
    state: typeof code === 'string' ? (STATES.get(code) ?? code.replace(RAW, '')) : '',
    time: typeof time === 'number' ? time : 0,
    ...(typeof identity === 'number' && identity > 0 && { attempt: identity }),
    ...(typeof identity === 'string' && { actionExecutionId: identity }),
    ...(typeof stage === 'string' && { stage }),
    ...(typeof action === 'string' && { action }),
    facts: decodeFacts(facts),
  };
}

export function toObservation(event: PipelineEvent): Observation {
  const { execution: _, ...observation } = event;
  return observation;
}

function decodeFacts(value: unknown): Facts {
  const known: Partial<Record<FactName, string>> = {};
  if (typeof value !== 'object' || value === null) return known;
  const given = new Map<string, unknown>(Object.entries(value));
  for (const name of FACT_NAMES) {
    const fact = given.get(FACT_CODES[name]);
    if (typeof fact === 'string') known[name] = fact;
  }
  return known;
}
