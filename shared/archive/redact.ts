import { createHash } from 'node:crypto';
import { hideSecrets } from '#shared/domain/hide-secrets.ts';
import { HIDDEN } from '#shared/domain/secret-forms.ts';
import { isSecretName } from '#shared/domain/secret-names.ts';

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
/** As AWS writes variables, parameters and tags: the one names what the other holds. */
const PAIR_NAME = /^(?:parameter)?(?:key|name)$/i;
const PAIR_VALUE = /^(?:parameter)?value$/i;

const MAX_DEPTH = 50;

/**
 * An event as received less the listed fields, at any depth, and less secrets in its texts and under the names of
 * secrets. What is nested deeper than any event is left out whole.
 */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return hideSecrets(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth > MAX_DEPTH) return '(nested too deeply)';
  if (Array.isArray(value)) return value.map((item) => redact(item, depth + 1));
  const entries = Object.entries(value).filter(([name]) => !DROPPED.has(name.toLowerCase()));
  const isPair = entries.some(
    ([name, told]) => PAIR_NAME.test(name) && typeof told === 'string' && isSecretName(told),
  );
  return Object.fromEntries(
    entries.map(([name, inner]) => {
      if (HASHED.has(name.toLowerCase())) return [name, hash(inner)];
      const isSecret = isSecretName(name) || (isPair && PAIR_VALUE.test(name));
      return [name, isSecret && isHideable(inner) ? HIDDEN : redact(inner, depth + 1)];
    }),
  );
}

/** A key of KMS, or a secret, may be named by its ARN. */
function isHideable(value: unknown): boolean {
  if (typeof value === 'string') return value !== '' && !value.startsWith('arn:');
  return typeof value === 'number';
}

/** An object is no token, and may be one that cannot be made a text. */
function hash(value: unknown): string {
  const text = typeof value === 'object' ? '' : String(value);
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}
