import { createHash } from 'node:crypto';
import { hideSecrets } from '#shared/domain/hide-secrets.ts';

/** In lower case. Hold secrets in plain text, what people and programs handed over, or open a review for whoever has them. */
const DROPPED = new Set([
  'containeroverrides',
  'input',
  'output',
  'environment-variables',
  'environmentvariables',
  'exported-environment-variables',
  'auth',
  'approvalreviewlink',
  'artifactcredentials',
  'oauthtoken',
]);
/** In lower case. Kept as a hash, so that what belongs together can still be joined. */
const HASHED = new Set(['token', 'approvaltoken']);

const MAX_DEPTH = 50;

/** An event as received less the listed fields, at any depth, and less secrets in its texts. What is nested deeper than any event is left out whole. */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return hideSecrets(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth > MAX_DEPTH) return '(nested too deeply)';
  if (Array.isArray(value)) return value.map((item) => redact(item, depth + 1));
  const entries = Object.entries(value).filter(([name]) => !DROPPED.has(name.toLowerCase()));
  return Object.fromEntries(
    entries.map(([name, inner]) => [
      name,
      HASHED.has(name.toLowerCase()) ? hash(inner) : redact(inner, depth + 1),
    ]),
  );
}

function hash(value: unknown): string {
  return `sha256:${createHash('sha256').update(String(value)).digest('hex')}`;
}
