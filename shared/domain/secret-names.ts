/** Names, or ends of names, of what nobody may read. A token may also be of a page, a request, a limit or a grammar. */
export const NAME =
  'passw(?:or)?d|passphrase|secret|token(?<!(?:request|unexpected |unrecognized |(?:continuation|max|next|pagination|public[_-]?key|starting)[_-]?)token)|(?:api|access|account|auth|encryption|master|private|secret|shared|signing|storage|subscription)[_. -]?key|access[_-]?signature';
/** As in password1 and DB_PASSWORD_PROD; not of what is told about a secret. Without a backslash, as the names are, for both are wanted in capitals too. */
export const SUFFIX =
  '[0-9]{0,3}(?:[_-](?!arn|dir|expir|file|header|id|name|path|policy|region|type|ur[il]|version)[a-z0-9]{1,20}){0,3}';

/** As of a variable, a parameter or a member. */
export function isSecretName(name: string): boolean {
  return new RegExp(`(?:${NAME}|[_-]pass|pwd)(?:binary|plaintext|string|value)?${SUFFIX}$`, 'i').test(name);
}
