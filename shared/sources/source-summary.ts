/**
 * The commit message out of a source action's summary: plain text, or (from a connection) JSON in a string,
 * `{"ProviderType":"GitHub","CommitMessage":"…"}`, which may be cut off anywhere.
 */
export function parseSourceSummary(summary: string): string {
  const trimmed = summary.trimStart();
  if (!trimmed.startsWith('{')) return summary;
  try {
    const parsed: unknown = JSON.parse(trimmed);
    const message = new Map<string, unknown>(Object.entries(Object(parsed))).get('CommitMessage');
    return typeof message === 'string' ? message : '';
  } catch {
    // Not whole, so not JSON: what was left of the message is still worth showing.
    return cutMessage(trimmed);
  }
}

function cutMessage(cut: string): string {
  const [, escaped = ''] = /"CommitMessage"\s*:\s*"((?:[^"\\]|\\.)*)/s.exec(cut) ?? [];
  return escaped.replace(/\\(u[0-9a-fA-F]{4}|.)/gs, (_, code: string) => unescapeJson(code));
}

function unescapeJson(code: string): string {
  if (code.length > 1) return String.fromCharCode(Number.parseInt(code.slice(1), 16));
  return (
    new Map([
      ['n', '\n'],
      ['r', '\r'],
      ['t', '\t'],
      ['b', ''],
      ['f', ''],
    ]).get(code) ?? code
  );
}
