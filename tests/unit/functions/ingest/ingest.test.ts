import { describe, expect, it } from '@jest/globals';
import { ingest } from '#functions/ingest/ingest.ts';
import { openDestinations } from '#shared/config/destinations.ts';
import { readSettings } from '#shared/config/settings.ts';
import type { QueueMessage } from '#shared/runtime/sqs.ts';
import { createMemoryTable } from '#shared/store/memory-table.ts';
import { ACCOUNT, buildPipelineEvent, buildStageEvent, REGION, START } from '#tests/support/build-event.ts';
import { FakeClock, FakeOutbox, FakeTelemetry } from '#tests/support/fakes.ts';

const NOWHERE = { account: null, region: undefined, resources: [] };
const { settings } = readSettings(
  `destinations: { chat: { type: slack, channel: C0123456789, secret: signalbox/slack } }
routes: [{ to: chat }]`,
  'signalbox.yml',
);

function createApp(accounts: readonly string[] = [ACCOUNT]) {
  if (settings === undefined) throw new Error('the settings of this test have a mistake');
  return {
    clock: new FakeClock(START),
    telemetry: new FakeTelemetry(),
    table: createMemoryTable(),
    rules: settings.routes,
    destinations: openDestinations(settings),
    deliveries: new FakeOutbox(),
    enrichments: new FakeOutbox(),
    accounts: new Set(accounts),
    region: REGION,
  };
}

function toMessage(body: unknown): QueueMessage {
  const text = JSON.stringify(body);
  return { id: 'm-1', body: text, receiptHandle: 'r', receiveCount: 1, sentAt: START, groupId: undefined };
}

describe('ingest', () => {
  it('takes what stands beside a record that cannot be read, and fails with the first reason', async () => {
    const app = createApp();
    const record = (event: unknown) => ({ messageId: 'm', body: JSON.stringify(event) });
    const good = ['a', 'b', 'c'].map((executionId) => record(buildPipelineEvent({ executionId })));
    const bare = record({ ...buildPipelineEvent(), detail: {} });
    const message = toMessage({ Records: [good[0], { body: '{' }, good[1], bare, good[2]] });

    const outcomes = await ingest([message], app);

    expect(outcomes).toMatchObject([{ error: { message: expect.stringContaining('is not JSON') } }]);
    expect(app.deliveries.bodies.map(({ record: key }) => String(key).split('/').at(-1))).toEqual([
      'a',
      'b',
      'c',
    ]);
  });

  it('takes events that do not say where they are for those of its own place', async () => {
    const app = createApp();

    await ingest([toMessage(buildPipelineEvent())], app);
    await ingest([toMessage(buildStageEvent({ envelope: NOWHERE, after: 1 }))], app);

    expect(new Set(app.deliveries.bodies.map(({ record: key }) => key)).size).toBe(1);
  });

  it('does not guess the account where there are members', async () => {
    const app = createApp([ACCOUNT, '222233334444']);

    const outcomes = await ingest([toMessage(buildPipelineEvent({ envelope: NOWHERE }))], app);

    expect(outcomes).toMatchObject([{ error: { code: 'invalid_input' } }]);
    expect(app.deliveries.messages).toEqual([]);
  });
});
