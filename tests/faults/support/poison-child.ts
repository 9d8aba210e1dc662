import { ingest } from '#functions/ingest/ingest.ts';
import { openDestinations, withSnapshotRule, withSnapshots } from '#shared/config/destinations.ts';
import { readSettings } from '#shared/config/settings.ts';
import { handleBatch, type QueueMessage } from '#shared/runtime/sqs.ts';
import { createMemoryTable } from '#shared/store/memory-table.ts';
import { ACCOUNT, buildPipelineEvent, REGION } from '#tests/support/build-event.ts';
import { FakeClock, FakeOutbox, FakeQueues, FakeTelemetry } from '#tests/support/fakes.ts';
import { ONE_CHANNEL } from './fault-world.ts';
import { POISON } from './poison.ts';

/** Runs batches with one poisonous message each, and prints what they cost. */
const ROUNDS = 5;
const { settings } = readSettings(ONE_CHANNEL, 'signalbox.yml');
if (settings === undefined) throw new Error('the settings have mistakes');
const queues = new FakeQueues();
const telemetry = new FakeTelemetry();
const app = {
  rules: withSnapshotRule(settings.routes),
  destinations: withSnapshots(openDestinations(settings)),
  clock: new FakeClock(),
  telemetry,
  table: createMemoryTable(),
  deliveries: new FakeOutbox(),
  enrichments: new FakeOutbox(),
  accounts: new Set([ACCOUNT]),
  region: REGION,
};
const edge = {
  queues,
  telemetry,
  sourceQueueUrl: 'https://sqs/events',
  parkingQueueUrl: 'https://sqs/parked',
  random: () => 0.5,
};
const good = JSON.stringify(buildPipelineEvent());

for (let round = 0; round < ROUNDS; round += 1) await run(good);
const before = process.resourceUsage().maxRSS;
const milliseconds: number[] = [];
for (const make of Object.values(POISON)) milliseconds.push(await least(make()));
const extraMegabytes = (process.resourceUsage().maxRSS - before) / 1024;
process.stdout.write(JSON.stringify({ milliseconds, extraMegabytes }));

/** The least of several: the others shared the processor with somebody. */
async function least(poison: string): Promise<number> {
  const costs: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) costs.push(await run(poison));
  return Math.min(...costs);
}

async function run(body: string): Promise<number> {
  const Records = [body, ...Array.from({ length: 9 }, () => good)].map((text, index) => ({
    messageId: String(index),
    receiptHandle: String(index),
    body: text,
    attributes: { ApproximateReceiveCount: '1', SentTimestamp: '0' },
  }));
  const begun = process.cpuUsage();
  await handleBatch({ Records }, (messages: readonly QueueMessage[]) => ingest(messages, app), edge);
  const { user, system } = process.cpuUsage(begun);
  return (user + system) / 1000;
}
