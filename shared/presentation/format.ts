const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;

/** `58 s`, `3 min 12 s`, `2 h 5 min`, `1 d 4 h`: the two largest units. */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < MINUTE) return `${whole} s`;
  if (whole < HOUR) return pair([Math.floor(whole / MINUTE), 'min'], [whole % MINUTE, 's']);
  if (whole < DAY) return pair([Math.floor(whole / HOUR), 'h'], [Math.floor((whole % HOUR) / MINUTE), 'min']);
  return pair([Math.floor(whole / DAY), 'd'], [Math.floor((whole % DAY) / HOUR), 'h']);
}

/** `2026-03-04 09:15 UTC`. */
export function formatTime(epochSeconds: number): string {
  return `${new Date(epochSeconds * 1000).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** Cuts on whole characters as people see them, so that no emoji or accent is halved; the result has at most `max` UTF-16 units. */
export function truncate(text: string, max: number): string {
  if (text.length <= max) return text;
  let kept = '';
  // One unit more than can be kept, or half of a flag would look whole.
  for (const { segment } of new Intl.Segmenter().segment(text.slice(0, max + 1))) {
    if (kept.length + segment.length > max - 1) break;
    kept += segment;
  }
  return `${kept.trimEnd()}…`;
}

/** One line, for places where a line break would end a field. */
export function toLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** The first seven of a commit id; other revisions (object versions, digests) at a length that still tells them apart. */
export function shortRevision(revision: string): string {
  if (/^[0-9a-f]{40}$/.test(revision)) return revision.slice(0, 7);
  return truncate(revision.replace(/^sha256:/, ''), 12);
}

function pair(
  [large, largeUnit]: readonly [number, string],
  [small, smallUnit]: readonly [number, string],
): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;
}
