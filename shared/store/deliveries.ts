import * as z from 'zod/mini';
import { EMPTY_ITEM, type Item, type Table } from './table.ts';

const Ref = z.record(z.string(), z.string());
const Sent = z.object({
  state: z.literal('sent'),
  /** Epoch seconds. */
  at: z.number(),
  /** Of the payload that the medium shows. */
  hash: z.string(),
  pace: z.optional(z.string()),
  ref: z.optional(Ref),
});
const Claimed = z.object({
  state: z.literal('claimed'),
  owner: z.string(),
  until: z.number(),
  /** Of the first try: no message of this key is older. */
  since: z.number(),
  /** What is being edited. */
  sent: z.optional(Sent),
});
/** A try got no clear answer: the message may or may not be there. */
const Uncertain = z.object({ state: z.literal('uncertain'), since: z.number(), sent: z.optional(Sent) });
/** Refused; where it was an edit, the message is there as it was. */
const Parked = z.object({
  state: z.literal('parked'),
  at: z.number(),
  hash: z.string(),
  code: z.string(),
  sent: z.optional(Sent),
});

/** Said in a digest, for want of room: a message of its own only when there is more to say. */
const Folded = z.object({ state: z.literal('folded'), at: z.number(), gist: z.string() });

/** Left unsaid by a person's wish, for ever. */
const Silenced = z.object({ state: z.literal('silenced'), at: z.number() });

const Entry = z.discriminatedUnion('state', [Sent, Claimed, Uncertain, Parked, Folded, Silenced]);
export type Entry = z.infer<typeof Entry>;
export type SentEntry = z.infer<typeof Sent>;

/** An entry with the text that it is stored as, which the next compare-and-set expects. */
export interface StoredEntry {
  readonly entry: Entry;
  readonly text: string;
}

/** What a destination has been told of a record, by announcement key. */
export type Delivery = ReadonlyMap<string, StoredEntry>;

const PREFIX = 'key ';
const LIFETIME_SECONDS = 90 * 86_400;

export function toDeliveryKey(destination: string, record: string): string {
  return `delivery/${destination}/${record}`;
}

export function deliveryIn(item: Item | undefined): Delivery {
  const entries = [...(item ?? EMPTY_ITEM).strings].filter(([name]) => name.startsWith(PREFIX));
  return new Map(entries.map(([name, text]) => [name.slice(PREFIX.length), parse(text)]));
}

export interface Change {
  readonly deliveryKey: string;
  readonly key: string;
  readonly from: StoredEntry | undefined;
  readonly to: Entry | undefined;
  readonly now: number;
}

/** Compare and set: gives what is stored then, or 'LOST' when somebody else was first. */
export async function changeEntry(table: Table, change: Change): Promise<StoredEntry | undefined | 'LOST'> {
  const { deliveryKey, key, from, to, now } = change;
  const text = to === undefined ? undefined : JSON.stringify(to);
  const numbers = { expires: now + LIFETIME_SECONDS };
  const done = await table.replace(deliveryKey, `${PREFIX}${key}`, {
    expected: from?.text,
    value: text,
    numbers,
  });
  if (!done) return 'LOST';
  return to === undefined || text === undefined ? undefined : { entry: to, text };
}

function parse(text: string): StoredEntry {
  return { text, entry: Entry.parse(JSON.parse(text)) };
}
