/** Names, or ends of names, of what nobody may read. */
const NAME =
  'passw(?:or)?d|passphrase|secret|token|(?:api|access|account|auth|encryption|master|private|secret|shared|signing|storage|subscription)[_. -]?key|shared[_-]?access[_-]?signature';
const QUOTE = String.raw`\\?["'\x60]?`;
const ASSIGNED = String.raw`[ \t]{0,3}(?:=>|:=|[:=])[ \t]{0,3}`;
/** As programs assign: a sign alone, a sign after a quoted name as in JSON, or a sign before a quoted value. */
const ASSIGNED_SURELY = String.raw`["'\x60]?=(?![=>~])|\\?["'\x60][ \t]{0,3}(?:=>|:)[ \t]{0,3}|${ASSIGNED}(?=\\?["'][^\s"'\\]{4})`;
/** Whole in its quotes, also in those of JSON within JSON; else up to where a list, a query or a command goes on. */
const VALUE = String.raw`(?:\\"[^"\\\n]*(?:\\")?|"[^"\\\n]*(?:\\[^\n][^"\\\n]*)*"?|'[^'\n]*'?|[^\s"'&;,]+)`;
/** Not what is hidden already, and not the want of a value, which may be why something failed. */
const SOMETHING = String.raw`(?!\[redacted\]|(?:null|none|nil|undefined|true|false|""|''|\*+)(?:[\s"'&;,)}\]]|$))`;
/** What follows the name of an option in a sentence about it. */
const PROSE =
  '(?:and|cannot|can|flag|for|from|has|in|is|may|missing|must|not|of|option|or|requires?|should|to|was|with)';

/** Values that are secrets, whatever they look like, by the name before them, which stays. Linear, as the forms are. */
export const NAMED_SECRETS: readonly RegExp[] = [
  new RegExp(`((?:${NAME})(?:${ASSIGNED_SURELY}))${SOMETHING}${VALUE}`, 'gi'),
  // Pwd= of a connection string, DB_PASS=, _auth= of npm; not the working directory.
  new RegExp(String.raw`((?:\b|_)pwd=|[_-]pass=|_auth ?= ?)(?![/~.]|[a-z]:\\)${SOMETHING}${VALUE}`, 'gi'),
  // --auth-token …, and '--password', '…' in a list; not "--token is required".
  new RegExp(
    String.raw`((?<![\w-])-{1,2}(?:[a-z\d]{1,20}-){0,4}(?:(?:store|key)?pass|${NAME})(?:[ \t]{1,3}|["'], {0,3}(?=["'])))(?!-|${PROSE}\b)${SOMETHING}${VALUE}`,
    'gi',
  ),
  // docker login -p …, mysql -p…
  new RegExp(
    String.raw`((?:login|sshpass|mysql(?:admin|dump)?)\b[^\n]{0,200}?\s-p ?)(?![\s-])${SOMETHING}${VALUE}`,
    'g',
  ),
  /(curl\b[^\n]{0,200}?\s(?:-u|--user)[ =]?["']?[^\s:"']{1,100}:)(?!\[redacted\])[^\s"']+/g,
  /(\bjdbc:oracle:thin:[^\s/@]{1,100}\/)(?!\[redacted\])[^\s@]{1,200}(?=@)/gi,
  /(\b(?:set-)?cookie: {0,3})(?!\[redacted\])[^\s"'][^\n"']*/gi,
  // Headers that are named after what they carry.
  /(\b(?:x-(?:[a-z]{1,20}-){0,3}(?:key|secret|signature|token)|private-token|job-token)["']?: {0,3}["']?)(?!\[redacted\])[^\s"',]{6,}/gi,
  // Signed addresses.
  /([?&](?:sig|signature|x-amz-signature|x-amz-credential)=)(?!\[redacted\])[^\s&"']+/gi,
];

/** Values beside a name that may also be harmless: what stands before, the value, and who judges it. */
export const SUSPECTS: readonly (readonly [RegExp, (value: string) => boolean])[] = [
  [
    /(\b(?:proxy-)?authorization["'\\]{0,3}[ \t]{0,3}[:=][ \t]{0,3}["'\\]{0,3}(?:(?:apikey|basic|bearer|bot|digest|key|negotiate|token)[ \t]{1,3})?)([^\s"',]{6,})/gi,
    isNoWord,
  ],
  // password: hunter2
  [
    new RegExp(
      String.raw`((?:passw(?:or)?d|passphrase|pwd)${QUOTE}${ASSIGNED})(?![/~.[])([^\s"'\x60&;,:=]{6,}[^\s"'\x60&;,]*)`,
      'gi',
    ),
    isNoWord,
  ],
  // Not the secret: of an ARN.
  [
    new RegExp(
      String.raw`((?<!:)(?:${NAME}|pwd|passcode|credentials?|auth)(?:[_-]?(?:value|string|data|id|b64|base64|\d{1,2}))?${QUOTE}(?:${ASSIGNED}|[ \t]{1,3}(?:is[ \t]{1,3})?)${QUOTE})([a-z\d+][\w+/.~-]{19,}={0,2})`,
      'gi',
    ),
    isMixed,
  ],
  // A key alone is more often a cache's, a table's or an object's.
  [
    new RegExp(
      String.raw`((?:\b|_)key${QUOTE}${ASSIGNED}${QUOTE})([a-z\d+_]{20,}={0,2}(?![\w./-])|[a-z\d+/]{40}(?![\w./+=-]))`,
      'gi',
    ),
    hasAllKinds,
  ],
];

/** It has letters, and a digit or a sign among them, or changes its case within. */
function isNoWord(value: string): boolean {
  return /[A-Za-z]/.test(value) && /[\d!@#$%^&*?+]|[a-z][A-Z]|=$/.test(value);
}

/** As random characters are: of all three kinds, or a fifth of them digits. */
function isMixed(value: string): boolean {
  const digits = value.replace(/\D/g, '').length;
  return hasAllKinds(value) || (digits >= value.length / 5 && /[a-z]/i.test(value));
}

function hasAllKinds(value: string): boolean {
  return /[a-z]/.test(value) && /[A-Z]/.test(value) && /\d/.test(value);
}
