import type { App } from '#shared/app.ts';
import type { Destination, MessageIdentity, MessageRef, Sent } from '#shared/channels/channel.ts';
import { type RecordView, recordKeyOf } from '#shared/domain/record.ts';
import { ConfigError, RateLimitedError, RejectedError, UnavailableError } from '#shared/errors.ts';
import {
  changeEntry,
  type Entry,
  type SentEntry,
  type StoredEntry,
  toDeliveryKey,
} from '#shared/store/deliveries.ts';
import { savePause } from '#shared/store/pauses.ts';
import type { Send } from './next-send.ts';

export type DeliverApp = Pick<
  App,
  | 'clock'
  | 'telemetry'
  | 'table'
  | 'budgets'
  | 'rules'
  | 'approvalRules'
  | 'controlRules'
  | 'account'
  | 'destinations'
  | 'enrichments'
  | 'channelClients'
  | 'owner'
>;

export interface Work {
  readonly destination: Destination;
  readonly record: RecordView;
  /** What the table holds, kept in step with our own changes. */
  readonly delivery: Map<string, StoredEntry>;
  readonly app: DeliverApp;
}

/** Longer than any send with its search and its time-outs, short enough that a killed worker holds up nobody. */
const CLAIM_SECONDS = 30;
const BUSY_WAIT_SECONDS = 1;
const OUTAGE_PAUSE_SECONDS = 5;
const HALT_PAUSE_SECONDS = 300;

/**
 * Claim, send, remember. A medium gives no idempotency: whoever takes over a claim, or got no clear answer, looks for
 * the message first.
 */
export async function carryOut(send: Send, work: Work): Promise<void> {
  const now = work.app.clock.now();
  const previous = send.from?.entry;
  const since = previous?.state === 'claimed' || previous?.state === 'uncertain' ? previous.since : now;
  const sent = sentOf(previous);
  const claim = {
    state: 'claimed',
    owner: work.app.owner,
    until: now + CLAIM_SECONDS,
    since,
    ...(sent && { sent }),
  } as const;
  await change(send, work, claim);
  const attempt = { send, work, since, sent };
  const found = (await search(attempt)) ?? (await post(attempt));
  // From here on the message is there. A failure to remember it leaves the claim, and so the search, to the next try.
  await conclude(send, work, found);
}

function sentOf(entry: Entry | undefined): SentEntry | undefined {
  if (entry === undefined || entry.state === 'folded' || entry.state === 'silenced') return undefined;
  return entry.state === 'sent' ? entry : entry.sent;
}

interface Found {
  readonly ref: MessageRef | undefined;
  /** What it shows is not known: '' is no payload's hash, so an edit follows. */
  readonly hash: string;
}

interface Attempt {
  readonly send: Send;
  readonly work: Work;
  readonly since: number;
  readonly sent: SentEntry | undefined;
}

/** Undefined when it is not there, or nobody has tried to send it. */
async function search(attempt: Attempt): Promise<Found | undefined> {
  const { send, work, since } = attempt;
  const wasTried = send.from?.entry.state === 'claimed' || send.from?.entry.state === 'uncertain';
  if (!wasTried || send.operation === 'update') return undefined;
  const clients = work.app.channelClients;
  try {
    const identity = identityOf(attempt);
    const ref = await work.destination.find({ identity, clients, since, parent: send.ref });
    return ref && { ref, hash: '' };
  } catch (error) {
    // Whatever kept us from looking, the message may be there as before.
    await giveUp(attempt, { error, entry: toUncertain(attempt) });
    throw error;
  }
}

async function post(attempt: Attempt): Promise<Found | 'GONE'> {
  const { send, work } = attempt;
  const { app } = work;
  const { operation, ref } = send;
  try {
    const identity = identityOf(attempt);
    const sent: Sent = await send.message.send({ operation, ref, identity, clients: app.channelClients });
    app.telemetry.count('MessagesSent');
    const { subject: record, key } = identity;
    app.telemetry.info('A message was sent', { record, key, operation, destination: work.destination.name });
    return sent === 'GONE' ? sent : { ref: sent.ref, hash: send.hash };
  } catch (error) {
    await giveUp(attempt, { error, entry: entryAfter(attempt, error) });
    throw error;
  }
}

function identityOf({ send, work }: Attempt): MessageIdentity {
  return { subject: recordKeyOf(work.record), key: send.key };
}

async function conclude(send: Send, work: Work, found: Found | 'GONE'): Promise<void> {
  const { delivery, record, app } = work;
  if (found !== 'GONE') {
    const { ref, hash } = found;
    const entry = {
      state: 'sent',
      at: app.clock.now(),
      hash,
      ...(send.pace && { pace: send.pace }),
      ...(ref && { ref }),
    } as const;
    return change(send, work, entry);
  }
  await change(send, work, undefined);
  // A reply found no thread: its parent is what is gone.
  const parent = delivery.get(record.kind);
  if (send.operation === 'reply' && parent !== undefined) await change({ key: record.kind }, work, undefined);
}

interface Failure {
  readonly error: unknown;
  /** What the next try must know. */
  readonly entry: Entry | undefined;
}

/** Leaves behind what the next try must know, and keeps others from running into the same wall. */
async function giveUp({ send, work }: Attempt, { error, entry }: Failure): Promise<void> {
  const { app, destination } = work;
  await change(send, work, entry);
  const pause = pauseFor(error);
  if (pause === undefined) return;
  const scope = destination.pauseScope(error instanceof RateLimitedError ? send.operation : 'post');
  await savePause(app.table, scope, { until: app.clock.now() + pause.seconds, code: pause.code });
  if (error instanceof ConfigError) app.telemetry.count('DestinationsPaused');
}

/** Whether the message may be there, will never be, or is as it was. */
function entryAfter(attempt: Attempt, error: unknown): Entry | undefined {
  const { send, work, sent } = attempt;
  if (error instanceof RejectedError)
    return {
      state: 'parked',
      at: work.app.clock.now(),
      hash: send.hash,
      code: error.code,
      ...(sent && { sent }),
    };
  if (error instanceof RateLimitedError || error instanceof ConfigError) return sent;
  if (error instanceof UnavailableError && !error.ambiguous) return sent;
  return toUncertain(attempt);
}

function toUncertain({ since, sent }: Attempt): Entry {
  return { state: 'uncertain', since, ...(sent && { sent }) };
}

function pauseFor(error: unknown): { readonly seconds: number; readonly code: string } | undefined {
  if (error instanceof RateLimitedError)
    return { seconds: Math.ceil(error.retryAfterSeconds), code: error.code };
  if (error instanceof ConfigError) return { seconds: HALT_PAUSE_SECONDS, code: error.code };
  if (error instanceof UnavailableError)
    return { seconds: error.retryAfterSeconds ?? OUTAGE_PAUSE_SECONDS, code: error.code };
  return undefined;
}

export async function change({ key }: Pick<Send, 'key'>, work: Work, to: Entry | undefined): Promise<void> {
  const { destination, record, delivery, app } = work;
  const deliveryKey = toDeliveryKey(destination.name, recordKeyOf(record));
  const stored = await changeEntry(app.table, {
    deliveryKey,
    key,
    from: delivery.get(key),
    to,
    now: app.clock.now(),
  });
  if (stored === 'LOST')
    throw new UnavailableError(`${key} was taken over by another worker`, {
      retryAfterSeconds: BUSY_WAIT_SECONDS,
    });
  if (stored === undefined) delivery.delete(key);
  else delivery.set(key, stored);
}
