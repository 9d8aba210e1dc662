import { type IsSecret, NAMED_SECRETS, SUSPECTS } from './named-secrets.ts';
import { HIDDEN, SECRET_FORMS, SECRETS_AFTER } from './secret-forms.ts';

/** What is known to be a secret by its form, or by the name beside it, is left out, whoever wrote it there. JSON stays JSON. */
export function hideSecrets(text: string): string {
  let hidden = text;
  for (const pattern of SECRETS_AFTER) hidden = hideAfter(hidden, pattern);
  for (const pattern of SECRET_FORMS) hidden = hidden.replace(pattern, HIDDEN);
  for (const pattern of NAMED_SECRETS) hidden = hideAfter(hidden, pattern);
  for (const [pattern, isSecret] of SUSPECTS) hidden = hideAfter(hidden, pattern, isSecret);
  return hidden;
}

function hideAfter(text: string, pattern: RegExp, isSecret?: IsSecret): string {
  return text.replace(pattern, (whole, before: string) => {
    const value = whole.slice(before.length);
    return isSecret?.(value, before) === false ? whole : before + inPlaceOf(value, before);
  });
}

/** In its quotes, or in those of its name, for in JSON a number becomes a text; before the brackets that it ends. */
function inPlaceOf(value: string, before: string): string {
  const [own] = /^\\*["']/.exec(value) ?? [];
  if (own) return own + HIDDEN;
  const ofName = /(\\*")\s*:\s*$/.exec(before)?.[1] ?? '';
  return ofName + HIDDEN + ofName + value.replace(/^.*(?:d\]|[^)}\]])/s, '');
}
