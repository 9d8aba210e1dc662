import { createHash } from 'node:crypto';
import type { Destination, Message, MessageRef, Operation } from '#shared/channels/channel.ts';
import type { Announcement } from '#shared/domain/announcement.ts';
import { type Approval, isAbout, isWaiting, reminderKeyOf } from '#shared/domain/approval.ts';
import type { RecordView } from '#shared/domain/record.ts';
import { recordCard } from '#shared/presentation/record-card.ts';
import type { Delivery, StoredEntry } from '#shared/store/deliveries.ts';

/** After an outage, what was mended in its course is not told any more. */
const NEWS_SECONDS = 600;

export const ASKING: readonly string[] = ['approval', 'reminder'];

export interface Situation {
  readonly destination: Destination;
  readonly record: RecordView;
  /** In order. */
  readonly owed: readonly Announcement[];
  readonly delivery: Delivery;
  readonly settled: boolean;
  /** In the urgent lane: only what is new. */
  readonly urgent: boolean;
  readonly now: number;
  /** By key, for as long as the record stays as it is: a send changes what is told, not what there is to say. */
  readonly renderings?: Map<string, Rendered | undefined>;
}

type Rendered = Pick<Send, 'message' | 'hash' | 'pace' | 'gist'>;

export interface Send {
  /** The announcement's, or the record's kind for the message that shows its present. */
  readonly key: string;
  readonly operation: Operation;
  readonly message: Message;
  readonly hash: string;
  readonly pace: string | undefined;
  readonly gist: string;
  /** `update`: the message itself; `reply`: its parent. */
  readonly ref: MessageRef | undefined;
  readonly from: StoredEntry | undefined;
}

/** The next thing to send, from what the record says now and what the destination was told; undefined: it is up to date. */
export function nextSend(situation: Situation): Send | undefined {
  if (situation.owed.length === 0) return undefined;
  return situation.destination.follows === 'state' ? nextOfState(situation) : nextOfTransitions(situation);
}

/** Whether somebody else is at work on it, as far as the table tells. */
export function isClaimed(stored: StoredEntry | undefined, now: number): boolean {
  return stored?.entry.state === 'claimed' && stored.entry.until > now;
}

/** The parent first, for replies hang on it; then news, which is urgent; then edits, which the urgent lane leaves alone. */
function nextOfState(situation: Situation): Send | undefined {
  const { record, delivery, urgent } = situation;
  const parent = toSend(situation, { key: record.kind });
  if (parent === undefined) return undefined;
  if (parent.operation === 'post') return isSaid(parent) ? nextThoughFolded(situation, parent) : parent;
  const thread = refOf(delivery.get(record.kind));
  const replies = situation.owed
    .filter((announcement) => !isOvertaken(announcement, situation))
    .flatMap((announcement) => toSend(situation, { key: announcement.key, announcement, thread }) ?? []);
  const fresh = replies.find((reply) => isFresh(reply, situation));
  if (fresh !== undefined || urgent) return fresh;
  const edits = [parent, ...replies].filter(({ operation }) => operation === 'update');
  return edits.find((edit) => isWorthwhile(edit, situation.settled));
}

/** What a digest says already gets a message of its own only for news that hangs on it. */
function nextThoughFolded(situation: Situation, parent: Send): Send | undefined {
  if (isParkedAsIs(parent)) return undefined;
  const news = situation.owed.filter((announcement) => !isOvertaken(announcement, situation));
  const replies = news.map((announcement) => toSend(situation, { key: announcement.key, announcement }));
  return replies.some(isReply) ? parent : undefined;
}

function isReply(send: Send | undefined): boolean {
  return send?.operation === 'reply';
}

function isSaid(parent: Send): boolean {
  return (
    isParkedAsIs(parent) || (parent.from?.entry.state === 'folded' && parent.from.entry.gist === parent.gist)
  );
}

/** What the urgent lane is at work on needs no second worker: its own entry comes back if it fails. */
function isFresh(reply: Send, { urgent, now }: Situation): boolean {
  if (reply.operation !== 'reply' || isParkedAsIs(reply)) return false;
  return urgent || !isClaimed(reply.from, now);
}

/** Each announcement once, in order; one that is not explained yet holds back what comes after it, until the record settled. */
function nextOfTransitions(situation: Situation): Send | undefined {
  const { owed, delivery } = situation;
  // What comes to light after news that follows it stays untold: a receiver would take it for the present.
  const told = owed.findLastIndex(({ key }) => delivery.get(key)?.entry.state === 'sent');
  for (const announcement of owed.slice(told + 1)) {
    if (isSilenced(delivery.get(announcement.key))) continue;
    if (isSaidByRecovery(announcement, situation.owed)) continue;
    if (ASKING.includes(announcement.status) && isOvertaken(announcement, situation)) continue;
    const send = toSend(situation, { key: announcement.key, announcement });
    if (send === undefined || send.operation === 'update' || isParkedAsIs(send)) continue;
    return announcement.explained || situation.settled ? send : undefined;
  }
  return undefined;
}

interface About {
  readonly key: string;
  readonly announcement?: Announcement;
  readonly thread?: MessageRef | undefined;
}

function toSend(
  { destination, record, delivery, renderings = new Map() }: Situation,
  { key, announcement, thread }: About,
): Send | undefined {
  const rendered = renderings.has(key) ? renderings.get(key) : render({ destination, record }, announcement);
  renderings.set(key, rendered);
  if (rendered === undefined) return undefined;
  const from = delivery.get(key);
  const ref = refOf(from);
  const isThere = ref !== undefined || from?.entry.state === 'sent';
  const operation = isThere
    ? 'update'
    : announcement !== undefined && destination.follows === 'state'
      ? 'reply'
      : 'post';
  return { key, operation, ...rendered, ref: ref ?? thread, from };
}

function render(
  { destination, record }: Pick<Situation, 'destination' | 'record'>,
  announcement: Announcement | undefined,
): Rendered | undefined {
  const card = recordCard(record, announcement);
  const message = destination.render({ record, card, announcement });
  if (message === undefined) return undefined;
  const hash = createHash('sha256').update(JSON.stringify(message.payload)).digest('base64url').slice(0, 16);
  return { message, hash, pace: card.pace, gist: card.gist };
}

/**
 * A failure that was retried or mended meanwhile is still told, before the recovery from it, so that every order of
 * events ends in the same news. Not after newer news, and not when it is long past.
 */
function isOvertaken(announcement: Announcement, { record, delivery, owed, now }: Situation): boolean {
  const { status, attempt, key } = announcement;
  if (isSilenced(delivery.get(key))) return true;
  if (wasTold(delivery.get(key)) || record.kind !== 'execution') return false;
  if (status === 'approval' || status === 'reminder') return !isAsked(announcement, record.approvals);
  if (status === 'recovered')
    return !owed.some((other) => other.status === 'failed' && wasTold(delivery.get(other.key)));
  if (status !== 'failed' || (record.attempt === attempt && record.state !== 'SUCCEEDED')) return false;
  const time = record.failures.find((failure) => failure.attempt === attempt)?.time;
  const isPast = time === undefined || (time > 0 && now - time > NEWS_SECONDS);
  return isPast || owed.some((other) => isNewer(other, announcement) && wasTold(delivery.get(other.key)));
}

/** A question is asked while it waits for an answer, and only the last reminder of it. */
function isAsked(announcement: Announcement, approvals: readonly Approval[]): boolean {
  const approval = approvals.find((one) => isAbout(announcement, one));
  if (approval === undefined || !isWaiting(approval)) return false;
  const last = approval.reminders.at(-1);
  return (
    announcement.status === 'approval' ||
    (last !== undefined && announcement.key === reminderKeyOf(approval, last))
  );
}

/** Or may have been: what was refused was not. */
function wasTold(stored: StoredEntry | undefined): boolean {
  if (stored === undefined || isSilenced(stored)) return false;
  return stored.entry.state !== 'parked' || stored.entry.sent !== undefined;
}

/** Left unsaid for ever. */
function isSilenced(stored: StoredEntry | undefined): boolean {
  return stored?.entry.state === 'silenced';
}

function isNewer({ status, attempt }: Announcement, than: Announcement): boolean {
  return status === 'recovered' || (status === 'failed' && attempt > than.attempt);
}

function isSaidByRecovery({ status }: Announcement, owed: readonly Announcement[]): boolean {
  return status === 'succeeded' && owed.some((other) => other.status === 'recovered');
}

function isWorthwhile(send: Send, settled: boolean): boolean {
  const { from, hash, pace } = send;
  if (from?.entry.state !== 'sent') return !isParkedAsIs(send);
  if (from.entry.hash === hash) return false;
  return settled || pace === undefined || from.entry.pace !== pace;
}

function isParkedAsIs({ from, hash }: Send): boolean {
  return from?.entry.state === 'parked' && from.entry.hash === hash;
}

function refOf(stored: StoredEntry | undefined): MessageRef | undefined {
  if (stored === undefined || stored.entry.state === 'folded') return undefined;
  if (stored.entry.state === 'silenced') return undefined;
  return stored.entry.state === 'sent' ? stored.entry.ref : stored.entry.sent?.ref;
}
