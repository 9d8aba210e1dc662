const HIDDEN = '[redacted]';

/**
 * Secrets as they turn up in commit messages, build errors and addresses, each with what stands in its place.
 * Every pattern is linear: no part of it can be matched in two ways.
 */
const PATTERNS: readonly (readonly [RegExp, string])[] = [
  // A key may be cut off by a limit on length: what is left of it goes too.
  [
    /-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----(?:(?!-----END)[\s\S])*(?:-----END [A-Z ]{0,30}PRIVATE KEY-----)?/g,
    HIDDEN,
  ],
  [/https:\/\/hooks\.slack(?:-gov)?\.com\/\S+/g, HIDDEN],
  // scheme://user:password@host
  [/([a-z][a-z0-9+.-]{1,20}:\/\/)[^\s/@:]{0,200}:[^\s/@]{1,200}@/gi, `$1${HIDDEN}@`],
  [/\bxox[a-z]-[\w-]{6,}|\bxapp-[\w-]{6,}/g, HIDDEN],
  [/\bgh[a-z]_\w{16,}|\bgithub_pat_\w{16,}|\bglpat-[\w-]{16,}/g, HIDDEN],
  [/\b(?:AKIA|ASIA)[A-Z0-9]{12,}/g, HIDDEN],
  // A JSON Web Token: header, claims, signature.
  [/\beyJ[\w-]{6,}\.[\w-]{6,}(?:\.[\w-]*)?/g, HIDDEN],
  [/\b(bearer )[\w.~+/-]{16,}=*/gi, `$1${HIDDEN}`],
  // password=…, and "password": "…" as in JSON
  [
    /((?:passw(?:or)?d|passphrase|secret|token|api[_-]?key|access[_-]?key)["']?(?:=|["'] {0,3}: {0,3}))(?:"[^"]{0,500}"?|'[^']{0,500}'?|[^\s"'&;,]+)/gi,
    `$1${HIDDEN}`,
  ],
];

/** What is known to be a secret by its form is left out, whoever wrote it there. */
export function hideSecrets(text: string): string {
  return PATTERNS.reduce((hidden, [pattern, instead]) => hidden.replace(pattern, instead), text);
}
