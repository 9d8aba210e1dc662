import { FaultWorld } from '#tests/faults/support/fault-world.ts';
import type { RawEvent } from '#tests/support/build-event.ts';
import { itemBytes } from '#tests/support/item-bytes.ts';
import { atMost, type Section } from '../figure.ts';
import type { Bench } from '../part.ts';
import { execution } from '../support/executions.ts';

const MAX_BUNDLE_KILOBYTES = 400;
const SMALL = { Source: ['Checkout'], Build: ['Lint', 'UnitTests', 'Package'], Deploy: ['Service'] };
const TWENTY = {
  ...SMALL,
  Build: Array.from({ length: 18 }, (_, index) => `IntegrationTest${index}`),
};

/** What is loaded at each cold start, and what is read and written at each event. */
export async function measureSize({ built: { bundles } }: Bench): Promise<Section> {
  const records = [
    { name: '3 stages and 5 actions', stages: SMALL, limit: 1.5 },
    { name: '20 actions', stages: TWENTY, limit: 4 },
  ];
  const figures = records.map(async ({ name, stages, limit }) =>
    atMost(`record of ${name}`, {
      value: (await recordBytes(execution(stages))) / 1024,
      limit,
      unit: ' KB',
      digits: 2,
    }),
  );
  return {
    title: 'Size',
    about:
      'Bytes of the minified module, settings included, without its source map; bytes of the item as DynamoDB counts them when the execution has ended. The same in every run.',
    figures: [
      ...bundles.map(({ name, bytes }) =>
        atMost(`bundle of \`${name}\``, {
          value: bytes / 1000,
          limit: MAX_BUNDLE_KILOBYTES,
          unit: ' KB',
        }),
      ),
      ...(await Promise.all(figures)),
    ],
  };
}

async function recordBytes(events: readonly RawEvent[]): Promise<number> {
  const world = new FaultWorld();
  await world.play(events);
  const [record] = [...new Set(world.slack.calls.map(({ body }) => subjectOf(body)))];
  if (record === undefined) throw new Error('Nothing was posted');
  return itemBytes(record, (await world.table.get([record])).get(record), ['touched', 'expires']);
}

function subjectOf(body: unknown): string {
  return /"subject":"([^"]+)"/.exec(JSON.stringify(body))?.[1] ?? '';
}
