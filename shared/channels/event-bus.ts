import * as z from 'zod/mini';
import type { BusEntry } from '#shared/clients/buses.ts';
import { partitionOf } from '#shared/domain/partition.ts';
import type { RecordView } from '#shared/domain/record.ts';
import { defineChannel, type Rendering } from './channel.ts';
import { toJsonWithin } from './json-message.ts';

const Settings = z.strictObject({
  type: z.literal('event-bus'),
  bus: z
    .string()
    .check(
      z.regex(
        /^arn:aws[a-z-]*:events:[a-z0-9-]+:\d{12}:event-bus\/[\w./-]{1,256}$/,
        'a bus is an ARN, arn:aws:events:REGION:ACCOUNT:event-bus/NAME',
      ),
      z.describe('ARN of an existing event bus; ending in event-bus/default for the account’s own'),
    ),
});

/** Of every event that we put on a bus: whoever reads events of ours passes it over. */
const SOURCE = 'signalbox';
// An entry has 256 KiB, which its other members share.
const MAX_DETAIL_BYTES = 250_000;

const DETAIL_TYPES: Readonly<Record<RecordView['kind'], string>> = {
  execution: 'Signalbox Execution Announcement',
  notice: 'Signalbox Notice',
  digest: 'Signalbox Digest',
};

/** Each announcement once, as an event that others can build on. */
export const eventBus = defineChannel<z.infer<typeof Settings>, BusEntry>({
  type: 'event-bus',
  settings: Settings,
  follows: 'transitions',
  hasBudget: false,
  needs: ({ bus }) => ({ buses: [bus] }),
  render: (rendering, { bus }) => ({
    EventBusName: bus,
    Source: SOURCE,
    DetailType: DETAIL_TYPES[rendering.record.kind],
    Detail: toJsonWithin(rendering, MAX_DETAIL_BYTES),
    Resources: resourcesOf(rendering),
  }),
  async send({ message, clients }) {
    await clients.buses.put(message);
    return { ref: undefined };
  },
});

function resourcesOf({ record }: Rendering): readonly string[] {
  if (record.kind !== 'execution') return [];
  const { account, region, pipeline } = record.identity;
  return [`arn:${partitionOf(region)}:codepipeline:${region}:${account}:${pipeline}`];
}
