import type { Destination } from '#shared/channels/channel.ts';
import { parseDigestKey } from '#shared/domain/digest.ts';
import { deriveExecution, type Execution } from '#shared/domain/execution.ts';
import { isNoticeKey } from '#shared/domain/notice.ts';
import { parseRecordKey } from '#shared/domain/pipeline-event.ts';
import { announcementsOf, type RecordView } from '#shared/domain/record.ts';
import { InvalidInputError, RateLimitedError, UnavailableError } from '#shared/errors.ts';
import { owedTo, route } from '#shared/routing/route.ts';
import type { DeliveryEntry } from '#shared/runtime/entries.ts';
import { deliveryIn, type StoredEntry, toDeliveryKey } from '#shared/store/deliveries.ts';
import { digestItemKey, readDigest } from '#shared/store/digests.ts';
import { observationsIn } from '#shared/store/executions.ts';
import { noticeIn } from '#shared/store/notices.ts';
import { pauseIn, toPauseKey } from '#shared/store/pauses.ts';
import { silenceIn, toSilenceKey } from '#shared/store/silences.ts';
import type { Item } from '#shared/store/table.ts';
import { canAfford } from './afford.ts';
import { carryOut, type DeliverApp } from './carry-out.ts';
import { fold } from './fold.ts';
import { canBeUnsaid, leaveUnsaid } from './leave-unsaid.ts';
import { isClaimed, nextSend, type Send, type Situation } from './next-send.ts';
import { withApprovals } from './with-approvals.ts';
import { withAuthor } from './with-author.ts';
import { withControls } from './with-controls.ts';
import { withHistory } from './with-history.ts';

// A parent, its replies and their edits; an execution retried ten times stays below.
const MAX_SENDS = 40;
const BUSY_WAIT_SECONDS = 1;

/** Brings one destination up to date with one record: ten entries for one change cost one message. */
export async function deliver(entry: DeliveryEntry, app: DeliverApp): Promise<void> {
  const destination = app.destinations.get(entry.destination);
  if (destination === undefined)
    throw new InvalidInputError(
      `signalbox.yml has no destination "${entry.destination}" any more; add it again or drop the message`,
    );
  const items = await app.table.get(keysOf(entry, destination));
  const found = await recordIn(entry.record, items.get(digestItemKey(entry.record)), app);
  const record = found?.kind === 'execution' ? await withMore(found, destination, app) : found;
  if (record === undefined)
    return app.telemetry.warn('The record is not there any more', { record: entry.record });
  const owed =
    record.kind === 'digest' ? announcementsOf(record) : owedTo(destination.name, route(record, app.rules));
  const delivery = new Map<string, StoredEntry>(
    deliveryIn(items.get(toDeliveryKey(destination.name, entry.record))),
  );
  const { settled = false, urgent = false } = entry;
  const renderings: Situation['renderings'] = new Map();
  for (let sends = 0; sends < MAX_SENDS; sends += 1) {
    const now = app.clock.now();
    const send = nextSend({ destination, record, owed, delivery, settled, urgent, now, renderings });
    if (send === undefined) return;
    const work = { destination, record, delivery, app };
    if (isSilenced(entry.record, items, now) && canBeUnsaid(send, owed)) {
      await leaveUnsaid(send, work);
      continue;
    }
    assertFree(send, { items, destination, now });
    if (!(await canAfford(send, { destination, urgent, app }))) return fold(send, work);
    await carryOut(send, work);
    // A new message tells the news itself. Its reply, which the other lane makes, can wait behind the next news.
    if (urgent && send.operation === 'post') return;
  }
  throw new UnavailableError(`more than ${MAX_SENDS} messages for one record; the rest follows`, {
    retryAfterSeconds: 1,
  });
}

/** What is not on the execution's own record. */
async function withMore(found: Execution, destination: Destination, app: DeliverApp): Promise<Execution> {
  const execution = withControls(await withApprovals(found, app), app);
  return withHistory(await withAuthor(execution, destination, app), destination, app);
}

function keysOf({ record }: DeliveryEntry, destination: Destination): readonly string[] {
  const scopes = new Set([destination.pauseScope('post'), destination.pauseScope('update')]);
  const keys = [
    digestItemKey(record),
    toDeliveryKey(destination.name, record),
    ...[...scopes].map(toPauseKey),
  ];
  const pipeline = parseRecordKey(record);
  return pipeline === undefined ? keys : [...keys, toSilenceKey(pipeline)];
}

function isSilenced(record: string, items: ReadonlyMap<string, Item>, now: number): boolean {
  const pipeline = parseRecordKey(record);
  return pipeline !== undefined && silenceIn(items.get(toSilenceKey(pipeline)), now) !== undefined;
}

async function recordIn(
  key: string,
  item: Item | undefined,
  app: DeliverApp,
): Promise<RecordView | undefined> {
  if (isNoticeKey(key)) return noticeIn(item);
  if (parseDigestKey(key) !== undefined) return readDigest(app.table, key, item);
  const identity = parseRecordKey(key);
  if (identity === undefined) throw new InvalidInputError('a delivery names a record of no known kind');
  return item === undefined ? undefined : deriveExecution(identity, observationsIn(item));
}

interface Surroundings {
  readonly items: ReadonlyMap<string, Item>;
  readonly destination: Destination;
  readonly now: number;
}

/** No call to who asked us to wait, and none beside somebody who is sending the same. */
function assertFree(send: Send, { items, destination, now }: Surroundings): void {
  for (const scope of new Set([destination.pauseScope(send.operation), destination.pauseScope('post')])) {
    const pause = pauseIn(items.get(toPauseKey(scope)), now);
    if (pause !== undefined)
      throw new RateLimitedError(`${scope} is paused (${pause.code})`, {
        retryAfterSeconds: pause.until - now,
      });
  }
  if (isClaimed(send.from, now))
    throw new UnavailableError(`${send.key} is being sent by another worker`, {
      retryAfterSeconds: BUSY_WAIT_SECONDS,
    });
}
