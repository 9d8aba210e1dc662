import { nextSend, type Send, type Situation } from '#functions/deliver/next-send.ts';
import { findChannel } from '#shared/channels/index.ts';
import { announcementsOf, type RecordView } from '#shared/domain/record.ts';
import type { Entry, StoredEntry } from '#shared/store/deliveries.ts';
import { START } from '#tests/support/build-event.ts';
import { buildExecution, seen } from '#tests/support/build-record.ts';

export const REF = { channel: 'C0123456789', ts: '1.1' };
const SLACK = open('slack', { channel: '#pipelines', secret: 's' });
export const MAIL = open('sns', { topic: 'arn:aws:sns:eu-west-1:111122223333:mail' });
export const SNAPSHOTS = open('snapshot', {});

export const RUNNING = buildExecution(seen('STARTED@0'));
export const FAILED = buildExecution(
  seen('STARTED@0', 'Build STARTED@1', 'Build.Test FAILED@9', 'Build.Test DIAGNOSIS@9', 'FAILED@10'),
);
export const RETRIED = buildExecution(
  seen('STARTED@0', 'Build.Test FAILED@9', 'Build.Test DIAGNOSIS@9', 'RESUMED@20#2'),
);
export const RECOVERED = buildExecution(
  seen('STARTED@0', 'Build.Test FAILED@9', 'Build.Test DIAGNOSIS@9', 'RESUMED@20#2', 'SUCCEEDED@60#2'),
);

function open(type: string, settings: object) {
  const channel = findChannel(type);
  if (channel === undefined) throw new Error(`no channel ${type}`);
  return channel.open('d', { type, ...settings });
}

export function situation(
  record: RecordView,
  more: Partial<Situation> & { readonly told?: Told } = {},
): Situation {
  const { told = {}, ...rest } = more;
  return {
    destination: SLACK,
    record,
    owed: announcementsOf(record),
    delivery: new Map(Object.entries(told).map(([key, entry]) => [key, stored(entry)])),
    settled: false,
    urgent: false,
    now: START + 100,
    ...rest,
  };
}

export type Told = Readonly<Record<string, Entry>>;

export function stored(entry: Entry): StoredEntry {
  return { entry, text: JSON.stringify(entry) };
}

export function sent(
  send: Pick<Send, 'hash' | 'pace'> | undefined,
  ref: Readonly<Record<string, string>> | undefined = REF,
) {
  return {
    state: 'sent',
    at: START,
    hash: send?.hash ?? 'old',
    ...(send?.pace && { pace: send.pace }),
    ...(ref && { ref }),
  } as const;
}

/** The parent as it is shown of a record. */
export function parentOf(record: RecordView): Entry {
  return sent(nextSend(situation(record)));
}

/** Key and operation of what is sent, one after the other, each remembered as sent. */
export function allSends(
  record: RecordView,
  more: Partial<Situation> & { readonly told?: Told } = {},
): readonly string[] {
  const list: string[] = [];
  const told: Record<string, Entry> = { ...more.told };
  for (let round = 0; round < 20; round += 1) {
    const send = nextSend(situation(record, { ...more, told }));
    if (send === undefined) return list;
    list.push(`${send.operation} ${send.key}`);
    told[send.key] = sent(send, more.destination === MAIL ? undefined : { ...REF, ts: `${round}.1` });
  }
  throw new Error('it never ends');
}
