import { createHash } from 'node:crypto';
import { DIGEST_PAGE, endOfSlot, slotAt, toDigestKey } from '#shared/domain/digest.ts';
import { recordKeyOf } from '#shared/domain/record.ts';
import { addToDigest } from '#shared/store/digests.ts';
import { change, type Work } from './carry-out.ts';
import type { Send } from './next-send.ts';

/** Additions of the slot's last moment are in by then. */
const GRACE_SECONDS = 3;
/** The first few of a page ask for it, so that it is asked for although one of them may be killed before it could. */
const ASKING = 10;
/** When the next window of edits has opened. */
const LATER_SECONDS = 31;
const SPREAD_SECONDS = 60;

/**
 * There is more progress than the medium takes. A digest of the destination says it, within a minute; a message that is
 * there already is brought up to date when the pressure has gone.
 */
export async function fold(send: Send, work: Work): Promise<void> {
  const { app, destination, record } = work;
  const now = app.clock.now();
  const digest = toDigestKey(destination.name, slotAt(now));
  const key = recordKeyOf(record);
  const end = endOfSlot(slotAt(now));
  const size = await addToDigest(app.table, digest, { record: key, now });
  const added = app.clock.now();
  const due = Math.max(1, end + GRACE_SECONDS - added);
  const pages = pagesToAsk(size, { isLate: added >= end });
  await app.enrichments.send([
    ...pages.map((page) => ({
      body: JSON.stringify({ record: toDigestKey(destination.name, slotAt(now), page) }),
      delaySeconds: due,
    })),
    ...(send.operation === 'update'
      ? [{ body: JSON.stringify({ record: key, settled: true }), delaySeconds: later(key) }]
      : []),
  ]);
  app.telemetry.count('MessagesFolded');
  if (send.operation === 'post') await change(send, work, { state: 'folded', at: now, gist: send.gist });
}

/** What came after the end may have missed the digest, or moved others to its next page: all are told again, with it. */
function pagesToAsk(size: number, { isLate }: { readonly isLate: boolean }): readonly number[] {
  const last = Math.max(0, Math.ceil(size / DIGEST_PAGE) - 1);
  if (isLate) return Array.from({ length: last + 1 }, (_, page) => page);
  return size - last * DIGEST_PAGE <= ASKING ? [last] : [];
}

/** Spread by the record, so that they do not come back together. */
function later(key: string): number {
  return LATER_SECONDS + (createHash('sha256').update(key).digest().readUInt16BE() % SPREAD_SECONDS);
}
