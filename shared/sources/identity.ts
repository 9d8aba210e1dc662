import * as z from 'zod/mini';
import { cutToBytes } from '#shared/domain/cut-to-bytes.ts';
import { toFact } from '#shared/domain/facts.ts';
import type { Envelope, Place, SourceContext } from './source.ts';

// Names are at most 100 characters in CodePipeline; beyond the double of it the event is not one of its.
const MAX_NAME = 200;

export const Identifier = nameWithin(MAX_NAME);

export function nameWithin(max: number) {
  const name = z.pipe(
    z.transform((text: string) => toName(text)),
    z.string().check(z.minLength(1)),
  );
  return z.pipe(z.string().check(z.maxLength(max)), name);
}

/** Names are keys and are shown: whole characters, on one line. */
export function toName(text = ''): string {
  return cutToBytes(toFact(text).replace(/\s+/g, ' '), MAX_NAME);
}

/** Account and region are in the envelope, and again in the pipeline's ARN. */
export function placeOf(
  { account, region, resources }: Pick<Envelope, 'account' | 'region' | 'resources'>,
  { place }: SourceContext,
): Place {
  const [, , , arnRegion, arnAccount] = resources[0]?.split(':', 5) ?? [];
  return {
    account: firstWord([account, arnAccount, place?.account]),
    region: firstWord([region, arnRegion, place?.region]),
  };
}

/** The first that can be an account or a Region. */
export function firstWord(candidates: readonly (string | undefined)[]): string {
  return candidates.find((text) => text !== undefined && /^[\w-]{1,50}$/.test(text)) ?? 'unknown';
}
