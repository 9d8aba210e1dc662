/** What is known, a sentence each, as one text; undefined when nothing is. */
export function sentences(...parts: readonly (string | undefined)[]): string | undefined {
  const known = parts.flatMap((part) => part?.trim().replace(/\.$/, '') || []);
  return known.length === 0 ? undefined : known.join('. ');
}
