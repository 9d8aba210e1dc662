import { cleanText } from '#shared/domain/clean-text.ts';
import { cutToBytes } from '#shared/domain/cut-to-bytes.ts';
import { toExcerpt } from '#shared/domain/excerpt.ts';
import { hideSecrets } from '#shared/domain/hide-secrets.ts';
import {
  AGENT,
  AGENT_CHATTER,
  BLOB,
  ERROR,
  HARMLESS,
  KEY_BEGINS,
  KEY_BODY,
  KEY_ENDS,
  LETTER_OR_DIGIT,
  LEVEL,
  PROGRESS,
  REDRAWN,
  TIMESTAMP,
} from './log-patterns.ts';

const MAX_LINES = 20;
const MAX_LINE_BYTES = 200;
/** Of the fact, which lies in the record. */
const MAX_BYTES = 2500;
/** Errors further apart than this are not shown together. */
const MAX_ERROR_LINES = 16;
const LINES_BEFORE = 2;
/** No key has more. */
const MAX_KEY_LINES = 200;
/** Of a line, far more than is shown, so that what is shown was seen with what follows it. */
const MAX_SEARCHED = 4000;
const MAX_HALVED = 1000;

/** The fact `excerpt` of a log's end; undefined when nothing in it is worth showing. */
export function toExcerptFact(log: readonly string[]): string | undefined {
  const lines = excerpt(log);
  return lines.length === 0 ? undefined : toExcerpt(lines);
}

/**
 * At most 20 lines of a log, oldest first: those around its last errors, else its end, without secrets, progress and
 * repetition. Each has at most 200 bytes, all of them as JSON 2,500.
 */
export function excerpt(log: readonly string[]): readonly string[] {
  const lines = withoutKeys(log.flatMap((message) => message.split('\n').map(toReadable)));
  const told = withoutRepeats(lines.filter(isMeaningful));
  const start = startOf(told);
  const shown: string[] = [];
  for (const line of told.slice(start, start + MAX_LINES)) shown.push(toShown(line, shown.at(-1)));
  return withinBytes(withoutRepeats(shown.filter((line) => line !== '')));
}

/** What a terminal would show in the end, without what the log's agent wrote before it. */
function toReadable(line: string): string {
  const frames = line.split(REDRAWN).map((frame) => cleanText(frame).trimEnd());
  const last = frames.findLast((frame) => frame !== '') ?? '';
  const told = last.replace(AGENT, '');
  if (told !== last) return AGENT_CHATTER.test(told) ? '' : told;
  return last.replace(TIMESTAMP, '');
}

/** Keys go first, for only their lines together tell what they are. Their first line stays, to be hidden. */
function withoutKeys(lines: readonly string[]): readonly string[] {
  const kept: string[] = [];
  let left = 0;
  for (const line of lines) {
    const begins = line.search(KEY_BEGINS);
    const ends = line.search(KEY_ENDS);
    const isWithin = left > 0;
    if (begins > ends) left = MAX_KEY_LINES;
    else left = ends === -1 ? Math.max(0, left - 1) : 0;
    if (isWithin) continue;
    if (begins === -1 && ends !== -1) dropBody(kept);
    else kept.push(line);
  }
  return kept;
}

/** Of a key that began before the log's end did. */
function dropBody(lines: string[]): void {
  while (KEY_BODY.test(lines.at(-1) ?? '-')) lines.pop();
}

function isMeaningful(line: string): boolean {
  const told = line.replace(LEVEL, '');
  if (!LETTER_OR_DIGIT.test(told)) return false;
  // Base64 has capitals; the hash of a file has none.
  if (BLOB.test(line) && /[A-Z]/.test(line)) return false;
  return !PROGRESS.test(told) || looksLikeError(line);
}

/** The last of each: it stands nearest to what happened. */
function withoutRepeats(lines: readonly string[]): readonly string[] {
  return [...new Set([...lines].reverse())].reverse();
}

function looksLikeError(line: string): boolean {
  return ERROR.test(line.replace(HARMLESS, ''));
}

function startOf(lines: readonly string[]): number {
  const lastStart = Math.max(0, lines.length - MAX_LINES);
  const error = lines.findLastIndex(looksLikeError);
  if (error === -1) return lastStart;
  const earliest = Math.max(0, error - MAX_ERROR_LINES + 1);
  const first = earliest + lines.slice(earliest, error + 1).findIndex(looksLikeError);
  return Math.min(lastStart, Math.max(0, first - LINES_BEFORE));
}

/**
 * Secrets go before anything is cut; what the search itself cut in two is not shown. The line before may name what
 * this one holds, as in YAML; it is taken as shown, since the beginning of a key hides all that follows.
 */
function toShown(line: string, before: string | undefined): string {
  const hidden = hideSecrets(`${before}\n${line.slice(0, MAX_SEARCHED)}`).split('\n')[1] ?? '';
  const whole = line.length > MAX_SEARCHED ? hidden.slice(0, -MAX_HALVED) : hidden;
  return cutToBytes(whole.toWellFormed(), MAX_LINE_BYTES);
}

/** As many lines as the fact may hold, those nearest to the last error. */
function withinBytes(lines: readonly string[]): readonly string[] {
  const error = lines.findLastIndex(looksLikeError);
  const wanted = error === -1 ? lines.length - 1 : error;
  let [from, to] = [0, lines.length];
  while (Buffer.byteLength(toExcerpt(lines.slice(from, to))) > MAX_BYTES) {
    if (wanted - from > to - 1 - wanted) from += 1;
    else to -= 1;
  }
  return lines.slice(from, to);
}
