import { FACT_NAMES, type FactName, type Facts } from './facts.ts';
import type { PipelineEvent } from './pipeline-event.ts';

/** What an event adds to its execution's record. */
export type Observation = Omit<PipelineEvent, 'execution'>;

/** State of the observation that carries the pipeline's structure; not a word of AWS. */
export const STRUCTURE = 'STRUCTURE';

/**
 * One element of the record, a DynamoDB string set: adding it is commutative, associative and idempotent.
 *
 * The form is a JSON array without its empty tail, `[state, time, attempt, stage, action, facts]`;
 * a record of three stages and five actions must stay under 1.5 KB (design, promises).
 */
export function encodeObservation(observation: Observation): string {
  const { state, time, attempt, actionExecutionId, stage, action, facts } = observation;
  const parts: unknown[] = [state, time, attempt ?? actionExecutionId ?? 0, stage ?? 0, action ?? 0];
  if (Object.keys(facts).length > 0) parts.push(facts);
  while (parts.at(-1) === 0) parts.pop();
  return JSON.stringify(parts);
}

/** Later versions may append elements or facts: what is not known here is passed over. */
export function decodeObservation(encoded: string): Observation {
  const parts: unknown = JSON.parse(encoded);
  if (!Array.isArray(parts)) throw new Error(`not an observation: ${encoded.slice(0, 40)}`);
  const [state, time, identity, stage, action, facts]: unknown[] = parts;
  return {
    state: typeof state === 'string' ? state : '',
    time: typeof time === 'number' ? time : 0,
    ...(typeof identity === 'number' && identity > 0 && { attempt: identity }),
    ...(typeof identity === 'string' && { actionExecutionId: identity }),
    ...(typeof stage === 'string' && { stage }),
    ...(typeof action === 'string' && { action }),
    facts: knownFacts(facts),
  };
}

export function toObservation(event: PipelineEvent): Observation {
  const { execution: _, ...observation } = event;
  return observation;
}

function knownFacts(value: unknown): Facts {
  const known: Partial<Record<FactName, string>> = {};
  if (typeof value !== 'object' || value === null) return known;
  const given = new Map<string, unknown>(Object.entries(value));
  for (const name of FACT_NAMES) {
    const fact = given.get(name);
    if (typeof fact === 'string') known[name] = fact;
  }
  return known;
}
