const ELLIPSIS_BYTES = 3;

/** At most that many bytes of UTF-8, cut where a character ends as people see it. */
export function cutToBytes(text: string, maxBytes: number): string {
  if (Buffer.byteLength(text) <= maxBytes) return text;
  let kept = '';
  let bytes = 0;
  // Only as much as could fit is segmented: a 250-KB summary costs no more than a short one.
  for (const { segment } of new Intl.Segmenter().segment(text.slice(0, maxBytes).toWellFormed())) {
    bytes += Buffer.byteLength(segment);
    if (bytes > maxBytes - ELLIPSIS_BYTES) break;
    kept += segment;
  }
  return `${kept}…`;
}
