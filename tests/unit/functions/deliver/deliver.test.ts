import { describe, expect, it } from '@jest/globals';
import { deliver } from '#functions/deliver/deliver.ts';
import type { HttpResponse } from '#shared/clients/http.ts';
import { openDestinations } from '#shared/config/destinations.ts';
import { readSettings } from '#shared/config/settings.ts';
import type { Observation } from '#shared/domain/observation.ts';
import { toRecordKey } from '#shared/domain/pipeline-event.ts';
import { UNLIMITED } from '#shared/store/budgets.ts';
import { addObservations } from '#shared/store/executions.ts';
import { createMemoryTable } from '#shared/store/memory-table.ts';
import { ACCOUNT, START } from '#tests/support/build-event.ts';
import { buildObservation, IDENTITY, seen } from '#tests/support/build-record.ts';
import {
  FakeClock,
  FakeHttpClient,
  FakeOutbox,
  FakeTelemetry,
  fakeClients,
  slackPosted,
  slackRefused,
} from '#tests/support/fakes.ts';

const RECORD = toRecordKey(IDENTITY);
const { settings } = readSettings(
  `destinations: { chat: { type: slack, channel: C0123456789, secret: signalbox/slack } }
routes: [{ to: chat }]`,
  'signalbox.yml',
);

function start(...script: readonly Partial<HttpResponse>[]) {
  if (settings === undefined) throw new Error('the settings of this test have a mistake');
  const http = new FakeHttpClient(...script);
  const clock = new FakeClock(START);
  const app = {
    clock,
    telemetry: new FakeTelemetry(),
    table: createMemoryTable(),
    budgets: UNLIMITED,
    enrichments: new FakeOutbox(),
    rules: settings.routes,
    approvalRules: [],
    controlRules: [],
    account: ACCOUNT,
    destinations: openDestinations(settings),
    channelClients: fakeClients({ http }),
    owner: 'worker-1',
  };
  return {
    http,
    clock,
    async look(...observations: readonly Partial<Observation>[]) {
      const added = observations.map(buildObservation);
      await addObservations(app.table, RECORD, { observations: added, now: clock.now() });
      return deliver({ destination: 'chat', record: RECORD, settled: true }, app);
    },
  };
}

describe('deliver', () => {
  it('goes on editing the one message when an edit of it was refused', async () => {
    const refused = slackRefused('invalid_blocks');
    const { http, look } = start(slackPosted('1.1'), refused, refused, slackPosted('1.1'));
    await look({});

    await expect(look(...seen('Build STARTED@5'))).rejects.toMatchObject({ code: 'rejected' });
    await look(...seen('Deploy STARTED@9'));

    expect(http.methods).toEqual(['chat.postMessage', 'chat.update', 'chat.update', 'chat.update']);
    expect(http.bodies.at(-1)).toMatchObject({ channel: 'C0123456789', ts: '1.1' });
  });

  it('does not repeat what was refused until there is something else to say', async () => {
    const { http, look } = start(slackRefused('msg_too_long'));
    await expect(look({})).rejects.toMatchObject({ code: 'rejected' });

    await look();

    expect(http.requests).toHaveLength(2);
  });

  it('calls nothing while Slack asked to wait, and goes on after it', async () => {
    const { http, clock, look } = start({ status: 429, retryAfterSeconds: 30 }, slackPosted());
    await expect(look({})).rejects.toMatchObject({ code: 'rate_limited', retryAfterSeconds: 30 });

    clock.time += 29;
    await expect(look()).rejects.toMatchObject({ code: 'rate_limited', retryAfterSeconds: 1 });
    expect(http.requests).toHaveLength(1);
    clock.time += 1;
    await look();

    expect(http.methods).toEqual(['chat.postMessage', 'chat.postMessage']);
  });

  it('posts anew, once, when its message is gone', async () => {
    const { http, look } = start(slackPosted('1.1'), slackRefused('message_not_found'), slackPosted('2.1'));
    await look({});

    await look(...seen('Build STARTED@5'));

    expect(http.methods).toEqual(['chat.postMessage', 'chat.update', 'chat.postMessage']);
  });

  it.each([
    ['of no known kind', { destination: 'chat', record: 'approval/1' }, 'no known kind'],
    ['for a destination that was removed', { destination: 'gone', record: RECORD }, 'no destination "gone"'],
  ])('parks an entry %s', async (_, entry, why) => {
    const app = {
      clock: new FakeClock(),
      telemetry: new FakeTelemetry(),
      table: createMemoryTable(),
      budgets: UNLIMITED,
      enrichments: new FakeOutbox(),
      rules: [],
      approvalRules: [],
      controlRules: [],
      account: ACCOUNT,
      destinations: openDestinations(settings ?? { destinations: {}, routes: [] }),
      channelClients: fakeClients(),
      owner: 'worker-1',
    };

    await expect(deliver(entry, app)).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringContaining(why),
    });
  });
});
