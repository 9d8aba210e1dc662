import { hideSecrets } from '#shared/domain/hide-secrets.ts';
import { findNearest } from './nearest.ts';

const MAX_SHOWN = 100;

/** A wrong value as it may be repeated; undefined where it is no short text, or may be a secret. */
export function nameValue(value: unknown, place: readonly PropertyKey[] = []): string | undefined {
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return undefined;
  const text = String(value);
  const isSecret = place.includes('secret') || text.includes('://') || hideSecrets(text) !== text;
  return isSecret || text.length > MAX_SHOWN ? undefined : text;
}

/** Which of these to use in place of what was written. */
export function useOneOf(words: readonly string[], written: string | undefined): string {
  const nearest = written === undefined ? undefined : findNearest(written, words);
  return `${nearest === undefined ? '' : `did you mean ${nearest}? `}use one of ${words.join(', ')}`;
}
