/** One event out of a file, or why it could not be read. */
export type FileEvent =
  | { readonly file: string; readonly index: number; readonly raw: unknown }
  | { readonly file: string; readonly index: number; readonly error: string };

/**
 * The events of a file: one event, a JSON array of them, or a line each (NDJSON).
 * An index is the place in the array or among the lines that are not empty, from 0.
 */
export function parseEvents(content: string, file: string): readonly FileEvent[] {
  // Some editors begin a file with a byte order mark, which JSON does not allow.
  const text = content.replace(/^\ufeff/, '');
  const whole = tryParse(text);
  if ('value' in whole) {
    const events: readonly unknown[] = Array.isArray(whole.value) ? whole.value : [whole.value];
    return events.map((raw, index) => ({ file, index, raw }));
  }
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const parsed = lines.map(tryParse);
  // Text in which no line stands for itself is one broken event, not as many as it has lines.
  if (!parsed.some((line) => 'value' in line && typeof line.value === 'object')) {
    return [{ file, index: 0, error: text.trim() === '' ? 'the file is empty' : `not JSON: ${whole.error}` }];
  }
  return parsed.map((line, index) =>
    'value' in line ? { file, index, raw: line.value } : { file, index, error: `not JSON: ${line.error}` },
  );
}

function tryParse(text: string): { readonly value: unknown } | { readonly error: string } {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    return { error: whereOf(error) };
  }
}

/** The parser's words without the text that it quotes. */
function whereOf(error: unknown): string {
  const message = error instanceof Error ? error.message : '';
  if (/^Unexpected end|^Unterminated/.test(message)) return 'the end is missing';
  return /at position \d+( \(line \d+ column \d+\))?/.exec(message)?.[0] ?? 'it is something else';
}
