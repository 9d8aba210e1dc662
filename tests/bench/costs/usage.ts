import { KEPT_RUNS, toRun } from '#shared/domain/history.ts';
import { recallHistory } from '#shared/store/history.ts';
import { saveStructure } from '#shared/store/pipelines.ts';
import { FaultWorld, type FunctionName } from '#tests/faults/support/fault-world.ts';
import { type RawEvent, START } from '#tests/support/build-event.ts';
import { buildExecution, IDENTITY, seen } from '#tests/support/build-record.ts';
import { itemBytes } from '#tests/support/item-bytes.ts';
import { MEMORY } from '../support/build.ts';
import { LARGE } from '../support/executions.ts';
import type { PriceName } from './prices.ts';

/** What is used, by price. */
export type Usage = Readonly<Record<PriceName, number>>;

/** How long a call of a function takes in AWS, in milliseconds; generous, and one after the other. */
export const WAITS: Readonly<Record<string, number>> = {
  dynamodb: 5,
  sqs: 10,
  slack: 250,
  codepipeline: 50,
  s3: 30,
  sns: 20,
};
/** CPU of an invocation, warm and cold together; docs/performance.md has what was measured. */
export const CPU_MILLISECONDS = 6;
/** At this memory Lambda gives one whole CPU. */
const MEGABYTES_PER_CPU = 1769;
export const LOG_KILOBYTES = 0.4;

/** functions/archive/function.yml. */
export const ARCHIVE_WINDOW_SECONDS = 300;
/** A write to a sparse index that moves an entry removes the old one and adds the new. */
const INDEX_WRITES = 2;

export interface Measured {
  readonly events: number;
  readonly usage: Usage;
  readonly slackCalls: number;
  /** Objects with events, written for this execution alone. */
  readonly archived: number;
}

/** One execution, alone and at its own pace: nothing shares a batch with it, so many at a time cost less each. */
export async function measureUsage(events: readonly RawEvent[]): Promise<Measured> {
  const world = new FaultWorld();
  await fillPipeline(world);
  const table = countTable(world);
  await world.play(events);
  const calls = world.points.filter(({ place }) => place.startsWith('after '));
  const archive = archiveBatches(events);
  const invoked = (['ingest', 'enrich', 'deliver'] as const).map((name) => world.functions[name].ended.well);
  const [ingests = 0, enriches = 0, delivers = 0] = invoked;
  const times = (name: FunctionName, place: string) =>
    calls.filter((call) => call.function === name && call.place === `after ${place}`).length;
  const count = (place: string) => calls.filter((call) => call.place === `after ${place}`).length;
  const invocations = ingests + enriches + delivers + archive;
  return {
    events: events.length,
    slackCalls: world.slack.calls.length,
    archived: archive,
    usage: {
      events: events.length,
      // Each batch is received and deleted; the rule sends to two queues.
      sqs:
        2 * events.length +
        2 * (ingests + enriches + archive) +
        count('sqs enrichment') +
        times('ingest', 'sqs delay') +
        times('enrich', 'sqs delay'),
      fifo: 2 * delivers + count('sqs deliveries') + times('deliver', 'sqs delay'),
      writes: table.writes + world.budgetsTaken,
      reads: table.reads,
      invocations,
      gigabyteSeconds:
        gigabyteSeconds('archive', { invocations: archive, waits: archive * (WAITS['s3'] ?? 0) }) +
        gigabyteSeconds('ingest', { invocations: ingests, waits: waitsOf('ingest', calls) }) +
        gigabyteSeconds('enrich', { invocations: enriches, waits: waitsOf('enrich', calls) }) +
        gigabyteSeconds('deliver', { invocations: delivers, waits: waitsOf('deliver', calls) }),
      puts: archive + world.objects.objects.length,
      publishes: world.topics.published.length,
      logKilobytes: invocations * LOG_KILOBYTES,
      traces: invocations,
    },
  };
}

/** The pipeline has run before, one execution in ten failed: its stages are known, and its item is as large as it gets. */
async function fillPipeline({ table }: FaultWorld): Promise<void> {
  const structure = { version: '12', stages: Object.keys(LARGE) };
  await saveStructure(table, IDENTITY, { structure, now: START });
  for (let run = 1; run <= KEPT_RUNS; run += 1) {
    const start = -run * 600;
    const lines = [`STARTED@${start}`, `Source SUCCEEDED@${start + 9}`];
    const end = run % 10 === 0 ? `Build FAILED@${start + 9}` : `SUCCEEDED@${start + 9}`;
    const executionId = IDENTITY.executionId.replace(/..$/, String(10 + run));
    const execution = buildExecution(seen(...lines, end), { executionId });
    await recallHistory(table, execution, toRun(execution));
  }
}

/** In request units, as DynamoDB counts them. */
function countTable({ table }: FaultWorld): { readonly writes: number; readonly reads: number } {
  const counted = { writes: 0, reads: 0 };
  const { add, get, replace } = table;
  const touches = new Map<string, number>();
  const moves = (pk: string, { numbers: { touched } = {} }: Parameters<typeof add>[1]) => {
    const hasMoved = touched !== undefined && touched !== touches.get(pk);
    if (touched !== undefined) touches.set(pk, touched);
    return hasMoved;
  };
  const sizeOf = async (pk: string) => itemBytes(pk, (await get([pk])).get(pk), ['touched', 'expires']);
  Object.assign(table, {
    async add(...[pk, addition]: Parameters<typeof add>) {
      const wasOpen = (await get([pk])).get(pk)?.strings.has('open') ?? false;
      const item = await add(pk, addition);
      counted.writes += units(await sizeOf(pk), 1024);
      counted.writes += indexWrites({
        wasOpen,
        isOpen: item.strings.has('open'),
        hasMoved: moves(pk, addition),
      });
      return item;
    },
    async get(pks: readonly string[]) {
      for (const pk of pks) counted.reads += units(await sizeOf(pk), 4096);
      return get(pks);
    },
    async replace(...[pk, attribute, replacement]: Parameters<typeof replace>) {
      const done = await replace(pk, attribute, replacement);
      counted.writes += units(await sizeOf(pk), 1024);
      return done;
    },
  });
  return counted;
}

interface IndexChange {
  readonly wasOpen: boolean;
  readonly isOpen: boolean;
  readonly hasMoved: boolean;
}

function indexWrites({ wasOpen, isOpen, hasMoved }: IndexChange): number {
  if (wasOpen !== isOpen) return 1;
  return isOpen && hasMoved ? INDEX_WRITES : 0;
}

function units(bytes: number, size: number): number {
  return Math.max(1, Math.ceil(bytes / size));
}

function waitsOf(
  name: FunctionName,
  calls: readonly { readonly function: string; readonly place: string }[],
): number {
  return calls
    .filter((call) => call.function === name)
    .map(({ place }) => WAITS[place.split(' ')[1] ?? ''] ?? 0)
    .reduce((total, wait) => total + wait, 0);
}

function gigabyteSeconds(
  name: keyof typeof MEMORY,
  { invocations, waits }: { readonly invocations: number; readonly waits: number },
): number {
  const memory = MEMORY[name];
  const cpu = CPU_MILLISECONDS * Math.max(1, MEGABYTES_PER_CPU / memory);
  return (memory / 1024) * ((invocations * cpu + waits) / 1000);
}

/** What is sent within a window of the first goes into one object. */
function archiveBatches(events: readonly RawEvent[]): number {
  const times = events.map(({ time }) => Date.parse(time) / 1000).toSorted((left, right) => left - right);
  let batches = 0;
  let until = Number.NEGATIVE_INFINITY;
  for (const time of times)
    if (time > until) {
      batches += 1;
      until = time + ARCHIVE_WINDOW_SECONDS;
    }
  return batches;
}
