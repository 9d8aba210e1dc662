import { NAME, SUFFIX } from './secret-names.ts';

const { raw } = String;

/** Also in JSON within JSON. */
const QUOTE = raw`\\*["'\x60]?`;
/** Not a list, an object or a remark such as (sensitive value). */
const ASSIGNED = raw`[ \t]{0,3}(?:=>|:=|[:=])[ \t]{0,3}(?![[{(])`;
/** As programs assign: a sign alone, a sign after a quoted name as in JSON, or a sign before a quoted value. */
const ASSIGNED_SURELY = raw`["'\x60]?(?:=(?![=>~])|%3D)|\\*["'\x60]${ASSIGNED}|${QUOTE}${ASSIGNED}(?=\\*["'][^\s"'\\]{4})`;
/**
 * Up to the end of its quotes, also of those of JSON within JSON; else up to where a list, a query or a command goes on.
 * Not the want of a value, which may be why something failed, nor the quote that ends a text of JSON.
 */
const VALUE = raw`(?!(?:null|none|nil|undefined|true|false|\\*"\\*"|''|\*+)(?![^\s"'&;,)}\]])|\\*"(?:,\s?\\*["{[]|[}\]](?![^\s,}\]"\\])))(?:\\+"(?:[^"\\\n]|\\+(?!["\\]))*|"[^"\\\n]*(?:\\[^\n][^"\\\n]*)*|'[^'\n]*(?=')|'[^'"\\\n]*|(?![)}\]])(?:[^\s"'&;,\\]|\\+(?!["'\\]))+)`;

/** Not what CodeBuild and Step Functions make of the name of a project or a state machine, such as token-service:ID. */
const NO_RUN = raw`(?!(?<=\w:)(?:[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}|[\da-f]{64})(?![\w-]))`;

/** Values that are secrets, whatever they look like, by the name before them, which stays. Linear, as the forms are. */
export const NAMED_SECRETS: readonly RegExp[] = [
  inAnyCase`((?:${NAME})[0-9]{0,3}(?:${ASSIGNED_SURELY}))${VALUE}`,
  // DB_PASSWORD_PROD=, DBPASS=; not PASSWORD_MIN=8, nor PASS=12 of tests.
  new RegExp(
    `((?:(?:${NAME})${SUFFIX}|(?<!BY|COM)PASS)`.toUpperCase() +
      raw`(?:${ASSIGNED_SURELY}))(?!"?\d{1,5}(?![^\s",}]))${VALUE}`,
    'g',
  ),
  // {"name":"DB_PASSWORD","value":"…"}, also with another member between.
  inAnyCase`((?:name|key)${QUOTE}${ASSIGNED}${QUOTE}[\w./-]{0,60}?(?:${NAME})${SUFFIX}${QUOTE}[\s,][^{}]{0,60}?value${QUOTE}${ASSIGNED})${VALUE}`,
  // <password>…</password>
  inAnyCase`((?:${NAME})>)[^<>\s]+(?=<\/)`,
  // Pwd= of a connection string, DB_PASS=, _auth= of npm; not the working directory.
  inAnyCase`((?:\b|_)pwd=|[_-]pass=|_auth ?= ?|:_auth(?:token)? )(?![/~.]|[a-z]:\\)${VALUE}`,
  // --auth-token …, and '--password', '…' in a list; not "--token is required".
  inAnyCase`((?<![\w-])-{1,2}(?:[a-z\d]{1,20}-){0,4}(?:(?:store|key)?pass|${NAME})(?:[ \t]{1,3}|["'], {0,3}(?=["'])))(?!-|id=|(?:and|cannot|can|flag|for|from|has|in|is|may|missing|must|not|of|option|or|requires?|should|to|was|with)\b)${VALUE}`,
  // docker login -p …, mysql -p…
  new RegExp(raw`((?:login|sshpass|mysql(?:admin|dump)?)\b[^\n]{0,200}?\s-p ?)(?![\s-])${VALUE}`, 'g'),
  /(curl\b[^\n]{0,200}?\s(?:-u|--user)[ =]?["']?[^\s:"']{1,100}:)[^\s"'\\]+/g,
  /(\bjdbc:oracle:thin:[^\s/@]{1,100}\/)[^\s@]{1,200}(?=@)/gi,
  /(\b(?:set-)?cookie: *)[^\s"'\\][^\n"'\\]*/gi,
  // Headers that are named after what they carry.
  /(\bx-(?:[a-z]{1,20}-){0,3}(?:key|secret|signature|token)["']?: *["']?)[^\s"',\\[]{6,}/gi,
  // Signed addresses.
  /([?&](?:x-amz-)?(?:sig|signature|credential)=)[^\s&"'\\]+/gi,
];

export type IsSecret = (value: string, before: string) => boolean;

/** Values beside a name that may also be harmless: what stands before, the value, and who judges it. */
export const SUSPECTS: readonly (readonly [RegExp, IsSecret])[] = [
  [inAnyCase`(\bauthorization${QUOTE}${ASSIGNED}${QUOTE}(?:[a-z]{3,9} )?)[^\s"',\\]{6,}`, isNoWord],
  // password: hunter2, api_key: 9f8e7d; not a path, a reference, a digest, a date, a version, nor web-token:tag or token-web:tag, an image.
  [
    inAnyCase`((?:${NAME}|[_-]pass|pwd)${SUFFIX}${QUOTE}${ASSIGNED}(?<![nty]:|-[a-z\d]{1,20}:)${QUOTE})${NO_RUN}(?![/~.<]|\$[({]|sha\d|\d{4}-\d\d-|v?\d+\.\d)[^\s"'\x60&;,:=\\]{6,}[^\s"'\x60&;,\\]*`,
    isNoName,
  ],
  // Not the secret: of an ARN.
  [
    inAnyCase`((?<!:)(?:${NAME}|pwd|passcode|credentials?|auth)(?:[_-]?(?:value|string|data|id))?${QUOTE}(?:${ASSIGNED}|[ \t]{1,3}(?:is[ \t]{1,3})?)${QUOTE})${NO_RUN}[a-z\d+][\w+/.~-]{19,}={0,2}`,
    isMixed,
  ],
  // A key alone is more often a cache's, a table's or an object's.
  [
    inAnyCase`((?:\b|_)key${QUOTE}${ASSIGNED}${QUOTE})(?:[a-z\d+_]{20,}={0,2}(?![\w./-])|[a-z\d+/]{40}(?![\w./+=-]))`,
    hasAllKinds,
  ],
];

function inAnyCase(parts: TemplateStringsArray, ...names: readonly string[]): RegExp {
  return new RegExp(raw(parts, ...names), 'gi');
}

/** It has letters, and a digit or a sign among them, or changes its case within. */
function isNoWord(value: string): boolean {
  return /[a-z]/i.test(value) && /[\d!@#$%^&*?+]|[a-z][A-Z]|=$/.test(value);
}

/** Of a password, no word; of the rest, no code, number or path either. */
function isNoName(value: string, before: string): boolean {
  if (!isNoWord(value) || /^.?p[aw]/i.test(before)) return isNoWord(value);
  return (
    /[\d!@#$%^*+]/.test(value) &&
    !/[([{<]|\de[+-]\d+$/.test(value) &&
    (!/\//.test(value) || hasAllKinds(value))
  );
}

/** As random characters are: of all three kinds, or a fifth of them digits. */
function isMixed(value: string): boolean {
  return hasAllKinds(value) || (/[a-z]/i.test(value) && value.replace(/\D/g, '').length >= value.length / 5);
}

function hasAllKinds(value: string): boolean {
  return /^(?=.*[a-z])(?=.*[A-Z]).*\d/s.test(value);
}
