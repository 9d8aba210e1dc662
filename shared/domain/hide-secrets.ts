import { NAMED_SECRETS, SUSPECTS } from './named-secrets.ts';
import { HIDDEN, SECRET_FORMS } from './secret-forms.ts';

const RULES: readonly ((text: string) => string)[] = [
  ...SECRET_FORMS.map(
    ([pattern, instead]) =>
      (text: string) =>
        text.replace(pattern, instead),
  ),
  ...NAMED_SECRETS.map((pattern) => (text: string) => text.replace(pattern, `$1${HIDDEN}`)),
  ...SUSPECTS.map(
    ([pattern, isSecret]) =>
      (text: string) =>
        text.replace(pattern, (whole, before: string, value: string) =>
          isSecret(value) ? `${before}${HIDDEN}` : whole,
        ),
  ),
];

/** What is known to be a secret by its form, or by the name beside it, is left out, whoever wrote it there. */
export function hideSecrets(text: string): string {
  return RULES.reduce((hidden, hide) => hide(hidden), text);
}
