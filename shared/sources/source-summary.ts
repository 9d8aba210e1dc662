import { parseMembers } from '#shared/domain/json-words.ts';

const MEMBERS = ['ProviderType', 'CommitMessage'];
/** S3's words for its revision, which they tell once more. */
const VERSION = /^Amazon S3 version id: /;

/**
 * The commit message out of a source action's summary: plain text, or (from a connection) JSON in a string,
 * `{"ProviderType":"GitHub","CommitMessage":"…"}`, which may be cut off anywhere.
 */
export function parseSourceSummary(summary: string): string {
  if (!isJson(summary)) return VERSION.test(summary) ? '' : summary;
  const trimmed = summary.trimStart();
  try {
    const parsed: unknown = JSON.parse(trimmed);
    const message = new Map<string, unknown>(Object.entries(Object(parsed))).get('CommitMessage');
    return typeof message === 'string' ? message : '';
  } catch {
    // Not whole, so not JSON: what was left of the message is still worth showing.
    return cutMessage(trimmed);
  }
}

/** Where a connection leads, as its summary says ('GitHub', 'BitBucket', 'GitLabSelfManaged'); also out of cut JSON. */
export function findHost(summary: string): string | undefined {
  // Within a text its quotes would be escaped.
  return isJson(summary) ? /"ProviderType"\s*:\s*"(\w{1,40})"/.exec(summary)?.[1] : undefined;
}

/** Whether it is a connection's JSON, whole or cut, and tells nothing else, such as an error. */
export function isCommitSummary(summary: string): boolean {
  const members = parseMembers(summary) ?? [];
  return members.length > 0 && members.every(([name]) => name === '' || MEMBERS.includes(name));
}

/** A message may start with a brace too: '{ui} fix it'. */
function isJson(summary: string): boolean {
  return /^\s*\{\s*("|\}|$)/.test(summary);
}

/** Without what is left of a character at its end. */
function cutMessage(cut: string): string {
  const [, escaped = ''] = /"CommitMessage"\s*:\s*"((?:[^"\\]|\\u[0-9a-fA-F]{4}|\\[^u])*)/.exec(cut) ?? [];
  return escaped
    .replace(/\\(u[0-9a-fA-F]{4}|[^u])/g, (_, code: string) => unescapeJson(code))
    .replace(/[\ud800-\udbff]$/, '');
}

function unescapeJson(code: string): string {
  if (code.length > 1) return String.fromCharCode(Number.parseInt(code.slice(1), 16));
  return ESCAPES.get(code) ?? code;
}

const ESCAPES = new Map([
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['b', ''],
  ['f', ''],
]);
