const MAX_EDITS = 2;

/** The word that was likely meant; undefined where none is near. Case does not count. */
export function findNearest(written: string, words: readonly string[]): string | undefined {
  const limit = Math.min(MAX_EDITS, Math.floor(written.length / 2));
  const [best] = words
    .map((word) => ({ word, edits: countEdits(written.toLowerCase(), word.toLowerCase()) }))
    .filter(({ edits }) => edits <= limit)
    .sort((left, right) => left.edits - right.edits);
  return best?.word;
}

/** Letters to add, take away or change (https://en.wikipedia.org/wiki/Levenshtein_distance). */
function countEdits(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [index, letter] of [...from].entries()) {
    let corner = index;
    let left = index + 1;
    row = row.map((above, column) => {
      if (column === 0) return left;
      const changed = corner + (to[column - 1] === letter ? 0 : 1);
      corner = above;
      left = Math.min(changed, above + 1, left + 1);
      return left;
    });
  }
  return row.at(-1) ?? 0;
}
