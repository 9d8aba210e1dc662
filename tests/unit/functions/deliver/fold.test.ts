import { describe, expect, it } from '@jest/globals';
import { fold } from '#functions/deliver/fold.ts';
import type { Send } from '#functions/deliver/next-send.ts';
import { openDestinations } from '#shared/config/destinations.ts';
import { endOfSlot, slotAt, toDigestKey } from '#shared/domain/digest.ts';
import { UNLIMITED } from '#shared/store/budgets.ts';
import { addToDigest } from '#shared/store/digests.ts';
import { createMemoryTable } from '#shared/store/memory-table.ts';
import { ACCOUNT, START } from '#tests/support/build-event.ts';
import { buildExecution } from '#tests/support/build-record.ts';
import { FakeClock, FakeOutbox, FakeTelemetry, fakeClients } from '#tests/support/fakes.ts';

const SLOT = slotAt(START);
const DIGEST = toDigestKey('pipelines', SLOT);
const MANY = 20;

describe('fold', () => {
  it('leaves the asking for a large digest to those who came first', async () => {
    const { asked } = await foldAt({ begun: endOfSlot(SLOT) - 10, added: endOfSlot(SLOT) - 9 });

    expect(asked).toEqual([]);
  });

  it('asks for the digest again when it added to it after the end of its time', async () => {
    const { asked } = await foldAt({ begun: endOfSlot(SLOT) - 1, added: endOfSlot(SLOT) + 8 });

    expect(asked).toEqual([{ body: JSON.stringify({ record: DIGEST }), delaySeconds: 1 }]);
  });
});

/** Folds into a digest of many, to which adding takes its time. */
async function foldAt({ begun, added }: { readonly begun: number; readonly added: number }) {
  const clock = new FakeClock(begun);
  const table = createMemoryTable();
  for (let index = 0; index < MANY; index += 1)
    await addToDigest(table, DIGEST, { record: `execution/1/r/p/${index}`, now: begun });
  const enrichments = new FakeOutbox();
  const slow = {
    ...table,
    add: async (...input: Parameters<typeof table.add>) => {
      clock.time = added;
      return table.add(...input);
    },
  };
  const destination = openDestinations({
    destinations: { pipelines: { type: 'slack', channel: '#p', secret: 's' } },
    routes: [],
  }).get('pipelines');
  if (destination === undefined) throw new Error('the destination was not opened');
  const app = {
    clock,
    table: slow,
    enrichments,
    budgets: UNLIMITED,
    telemetry: new FakeTelemetry(),
    rules: [],
    approvalRules: [],
    controlRules: [],
    account: ACCOUNT,
    destinations: new Map(),
    channelClients: fakeClients(),
    owner: 'worker',
  };
  const send = { key: 'execution', operation: 'post', gist: 'succeeded' } as unknown as Send;
  await fold(send, { destination, record: buildExecution(), delivery: new Map(), app });
  return { asked: enrichments.messages };
}
