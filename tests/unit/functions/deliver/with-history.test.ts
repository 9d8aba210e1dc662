import { describe, expect, it } from '@jest/globals';
import { deliver } from '#functions/deliver/deliver.ts';
import { openDestinations, withSnapshotRule, withSnapshots } from '#shared/config/destinations.ts';
import { readSettings } from '#shared/config/settings.ts';
import { TASK_PROVIDER } from '#shared/domain/approval.ts';
import type { Observation } from '#shared/domain/observation.ts';
import { toPipelineKey, toRecordKey } from '#shared/domain/pipeline-event.ts';
import { UnavailableError } from '#shared/errors.ts';
import { UNLIMITED } from '#shared/store/budgets.ts';
import { addObservations } from '#shared/store/executions.ts';
import { createMemoryTable } from '#shared/store/memory-table.ts';
import type { Table } from '#shared/store/table.ts';
import { ACCOUNT } from '#tests/support/build-event.ts';
import { buildObservation, IDENTITY, seen } from '#tests/support/build-record.ts';
import { FakeClock, FakeOutbox, FakeTelemetry, fakeClients } from '#tests/support/fakes.ts';

const RECORD = toRecordKey(IDENTITY);
const PIPELINE = toPipelineKey('pipeline', IDENTITY);
const RUN = `run ${IDENTITY.executionId}`;
const SUCCEEDED = seen('STARTED@0', 'SUCCEEDED@60');
const FAILED = seen('STARTED@0', 'Build FAILED@60', 'FAILED@60');

const { settings } = readSettings(
  `destinations: { chat: { type: slack, channel: C0123456789, secret: signalbox/slack } }
routes: [{ to: chat }]`,
  'signalbox.yml',
);

/** In memory; says what was asked of it, and fails on command. */
class ListeningTable implements Table {
  readonly gets: (readonly string[])[] = [];
  readonly adds: string[] = [];
  addError: Error | undefined;
  private readonly table = createMemoryTable();

  async add(...[pk, addition]: Parameters<Table['add']>) {
    this.adds.push(pk);
    if (this.addError !== undefined) throw this.addError;
    return this.table.add(pk, addition);
  }

  async get(pks: readonly string[]) {
    this.gets.push(pks);
    return this.table.get(pks);
  }

  async replace(...input: Parameters<Table['replace']>) {
    return this.table.replace(...input);
  }
}

async function start(observations: readonly Partial<Observation>[]) {
  if (settings === undefined) throw new Error('the settings of this test have a mistake');
  const table = new ListeningTable();
  const clients = fakeClients();
  const clock = new FakeClock();
  const app = {
    clock,
    telemetry: new FakeTelemetry(),
    table,
    budgets: UNLIMITED,
    enrichments: new FakeOutbox(),
    rules: withSnapshotRule(settings.routes),
    approvalRules: [],
    controlRules: [],
    account: ACCOUNT,
    destinations: withSnapshots(openDestinations(settings)),
    channelClients: clients,
    owner: 'worker-1',
  };
  await addObservations(table, RECORD, {
    observations: observations.map(buildObservation),
    now: clock.now(),
  });
  table.adds.length = 0;
  return {
    table,
    clients,
    clock,
    look: (destination: string) => deliver({ destination, record: RECORD, settled: true }, app),
  };
}

describe('the look of a destination', () => {
  it('is one read while an execution merely runs', async () => {
    const { table, look } = await start(seen('STARTED@0', 'Build STARTED@9'));

    await look('chat');

    expect(table.gets).toHaveLength(1);
    expect(table.gets.flat()).not.toContain(PIPELINE);
    expect(table.adds).toEqual([]);
  });

  it.each([
    ['has ended', SUCCEEDED],
    ['is being retried', [...FAILED, ...seen('RESUMED@90#2')]],
  ])('is one read more when it %s, and no write', async (_, observations) => {
    const { table, look } = await start(observations);

    await look('chat');

    expect(table.gets.slice(1)).toEqual([[PIPELINE]]);
    expect(table.adds).toEqual([]);
  });

  it.each<[string, readonly Partial<Observation>[]]>([
    ['a rollback', [...SUCCEEDED, { facts: { trigger: 'ManualRollback' } }]],
    [
      'what a state machine asked',
      [{ state: 'FAILED', stage: 'Ask', action: 'Ask', facts: { provider: TASK_PROVIDER } }],
    ],
  ])('compares %s with nothing, and remembers nothing of it', async (_, observations) => {
    const { table, look } = await start(observations);

    await look('_snapshots');

    expect(table.gets.flat()).not.toContain(PIPELINE);
    expect(table.adds).toEqual([]);
  });
});

describe('the look of the archive', () => {
  it('remembers how an execution ended in one write, and only once', async () => {
    const { table, clients, look } = await start(SUCCEEDED);

    await look('_snapshots');
    await look('_snapshots');

    expect(table.adds).toEqual([PIPELINE]);
    expect((await table.get([PIPELINE])).get(PIPELINE)?.strings.has(RUN)).toBe(true);
    expect(clients.objects.objects).toHaveLength(1);
  });

  it('remembers nothing while the execution is being retried', async () => {
    const { table, look } = await start([...FAILED, ...seen('RESUMED@90#2')]);

    await look('_snapshots');

    expect(table.adds).toEqual([]);
  });

  it('repeats what the table did not take', async () => {
    const { table, clients, look } = await start(SUCCEEDED);
    table.addError = new UnavailableError('DynamoDB: no answer');
    await expect(look('_snapshots')).rejects.toMatchObject({ code: 'unavailable' });

    table.addError = undefined;
    await look('_snapshots');

    expect((await table.get([PIPELINE])).get(PIPELINE)?.strings.has(RUN)).toBe(true);
    expect(clients.objects.objects).toHaveLength(1);
  });

  it('repeats what the bucket did not take, and what is remembered stays', async () => {
    const { table, clients, clock, look } = await start(SUCCEEDED);
    clients.objects.error = new UnavailableError('S3: no answer');
    await expect(look('_snapshots')).rejects.toMatchObject({ code: 'unavailable' });

    clients.objects.error = undefined;
    clock.time += 60;
    await look('_snapshots');

    expect(table.adds.filter((key) => key === PIPELINE)).toHaveLength(1);
    expect(clients.objects.objects).toHaveLength(1);
  });
});
