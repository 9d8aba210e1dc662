import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { failingExecution, quietExecution } from '#tests/support/scenes.ts';
import { atMost, type Figure, plain, type Section, show } from '../figure.ts';
import type { Bench } from '../part.ts';
import { MEMORY } from '../support/build.ts';
import { LambdaProcess, OWN_CLIENT } from '../support/lambda-process.ts';
import { median, sum } from '../support/numbers.ts';
import { toSqsEvent } from '../support/records.ts';
import type { Report, SentMessage } from '../support/stand-in-client.ts';
import { asOfNow } from '../support/state.ts';

const SUPPORT = resolve(import.meta.dirname, '../support');
/** Times the CPU of its own calls alone (docs/decisions/0011-cpu-beside-its-own-calls.md). */
const MAX_CPU_RATIO = 1.5;
const MAX_LATENCY_MILLISECONDS = 10;
/** Executions played before anything counts, a failing one among them: code is compiled and connections are there by then. */
const WARM_UP = 10;
const MAX_TURNS = 3;

type Name = 'empty' | 'ingest' | 'enrich' | 'deliver';
type Lambdas = Readonly<Record<Name, LambdaProcess>> & {
  /** For each function a process that makes its calls, as warm as it is. */
  readonly sameCalls: Readonly<Partial<Record<Name, LambdaProcess>>>;
};

/** What the probe tells beside the handler's answer. */
interface Told {
  readonly answer: { readonly batchItemFailures: readonly { readonly itemIdentifier: string }[] };
  readonly enteredAt: number;
  readonly leftAt: number;
  readonly cpuMilliseconds: number;
  readonly peakBytes: number;
}

interface Invocation extends Told {
  readonly name: Name;
  readonly messages: number;
  /** What its queue would hand out again. */
  readonly again: readonly Message[];
  readonly report: Report;
  /** Of the same calls, made by a process that does nothing else. */
  readonly callsMilliseconds: number;
}

/** Environments that have been at work for a while: whole executions, one event at a time, over a real table. */
export async function measureWarm(bench: Bench): Promise<Section> {
  const lambdas = await startAll(bench);
  try {
    for (let index = 0; index < WARM_UP; index += 1) await playExecution(index, { bench, lambdas });
    const executions: (readonly Invocation[])[] = [];
    for (let index = 0; index < 2 * bench.runs; index += 1) {
      bench.say(`warm, execution ${index + 1} of ${2 * bench.runs}`);
      executions.push(await playExecution(index, { bench, lambdas }));
    }
    return {
      title: 'Warm',
      about: `${executions.length} executions, every tenth of which fails, each event an invocation of its own and followed all the way. CPU is that of the function's process inside its handler (\`process.cpuUsage\`); table and Slack are other processes, without delay. Medians over executions.`,
      figures: toFigures(executions),
    };
  } finally {
    const { sameCalls, ...functions } = lambdas;
    const all = [...Object.values(functions), ...Object.values(sameCalls)];
    await Promise.all(all.map((lambda) => lambda.stop()));
  }
}

async function startAll({ built, standIn: { addresses } }: Bench): Promise<Lambdas> {
  const start = (bundle: string, memory: number) =>
    LambdaProcess.start({
      client: OWN_CLIENT,
      taskRoot: SUPPORT,
      file: 'probe',
      addresses,
      memory,
      variables: { BENCH_BUNDLE: pathToFileURL(bundle).href },
    });
  return {
    empty: await start(`${SUPPORT}/empty.mjs`, MEMORY.deliver),
    sameCalls: {
      ingest: await start(`${SUPPORT}/same-calls.ts`, MEMORY.ingest),
      deliver: await start(`${SUPPORT}/same-calls.ts`, MEMORY.deliver),
    },
    ingest: await start(`${built.folder}/ingest/index.mjs`, MEMORY.ingest),
    enrich: await start(`${built.folder}/enrich/index.mjs`, MEMORY.enrich),
    deliver: await start(`${built.folder}/deliver/index.mjs`, MEMORY.deliver),
  };
}

interface Stage {
  readonly bench: Bench;
  readonly lambdas: Lambdas;
}

async function playExecution(index: number, stage: Stage): Promise<readonly Invocation[]> {
  const scene = index % 10 === 9 ? failingExecution() : quietExecution();
  const done: Invocation[] = [];
  for (const event of asOfNow(scene, stage.bench.unique())) {
    done.push(await invoke('empty', [], stage));
    done.push(...(await follow('ingest', [{ body: JSON.stringify(event) }], stage)));
  }
  return done;
}

type Message = Pick<SentMessage, 'body' | 'group'>;

/** One invocation, and all those that its messages lead to. */
async function follow(
  name: Name,
  messages: readonly Message[],
  { turn = 1, ...stage }: Stage & { readonly turn?: number },
): Promise<readonly Invocation[]> {
  const first = await invoke(name, messages, stage);
  const all = [first];
  if (first.again.length > 0) {
    if (turn > MAX_TURNS) throw new Error(`${name} does not get on\n${stage.lambdas[name].said}`);
    all.push(...(await follow(name, first.again, { ...stage, turn: turn + 1 })));
  }
  for (const [queue, sent] of Map.groupBy(first.report.messages, ({ queue }) => queue))
    all.push(...(await follow(queue === 'enrichment' ? 'enrich' : 'deliver', sent, stage)));
  return all;
}

async function invoke(
  name: Name,
  messages: readonly Message[],
  { bench, lambdas }: Stage,
): Promise<Invocation> {
  const event = toSqsEvent(messages);
  const told = (await lambdas[name].invoke(event)) as Told;
  const failed = told.answer.batchItemFailures.map(({ itemIdentifier }) =>
    messages.at(event.Records.findIndex(({ messageId }) => messageId === itemIdentifier)),
  );
  const report = await bench.standIn.take();
  const same = (await lambdas.sameCalls[name]?.invoke({ calls: report.calls })) as Told | undefined;
  await bench.standIn.take();
  return {
    ...told,
    name,
    messages: messages.length,
    again: failed.filter((message) => message !== undefined),
    report,
    callsMilliseconds: same?.cpuMilliseconds ?? Number.NaN,
  };
}

function toFigures(executions: readonly (readonly Invocation[])[]): readonly Figure[] {
  const all = executions.flat();
  const of = (name: Name) => all.filter((invocation) => invocation.name === name);
  const events = of('ingest').length;
  const perEvent = (names: readonly Name[]) =>
    median(
      executions.map((execution) => {
        const cpu = execution.filter(({ name }) => names.includes(name));
        return sum(cpu.map(({ cpuMilliseconds }) => cpuMilliseconds)) / count(execution, 'ingest');
      }),
    );
  return [
    cpuOf('ingest', executions),
    cpuOf('deliver', executions),
    plain(
      'CPU of the whole way, per event',
      `${show(perEvent(['ingest', 'enrich', 'deliver']), 2)} ms, with ${show(of('deliver').length / events, 2)} invocations of \`deliver\` an event (an empty handler ${show(perEvent(['empty']), 2)} ms)`,
    ),
    latencyOf(of('deliver')),
    connectionsOf(all, events),
    ...(['ingest', 'deliver'] as const).map((name) => memoryOf(name, of(name))),
    ...callsOnTheWire(of('ingest')),
  ];
}

/** Beside its own calls, which the AWS SDK makes whatever calls it: what is above is ours. */
function cpuOf(name: Name, executions: readonly (readonly Invocation[])[]): Figure {
  const own = executions.map((execution) => execution.filter((invocation) => invocation.name === name));
  const perMessage = (cpu: (invocation: Invocation) => number) =>
    median(own.map((all) => sum(all.map(cpu)) / sum(all.map(({ messages }) => messages))));
  const calls = perMessage(({ callsMilliseconds }) => callsMilliseconds);
  const all = perMessage(({ cpuMilliseconds }) => cpuMilliseconds);
  return atMost(`CPU of \`${name}\` per ${name === 'ingest' ? 'event' : 'entry'}`, {
    value: median(own.map((invocations) => ratioOf(invocations))),
    limit: MAX_CPU_RATIO,
    unit: ' × its calls alone',
    digits: 2,
    beside: `${show(all, 2)} ms, its calls ${show(calls, 2)} ms`,
  });
}

function ratioOf(invocations: readonly Invocation[]): number {
  return (
    sum(invocations.map(({ cpuMilliseconds }) => cpuMilliseconds)) /
    sum(invocations.map(({ callsMilliseconds }) => callsMilliseconds))
  );
}

function count(invocations: readonly Invocation[], wanted: Name): number {
  return invocations.filter(({ name }) => name === wanted).length;
}

function latencyOf(deliveries: readonly Invocation[]): Figure {
  const waits = deliveries.flatMap(({ enteredAt, report }) => {
    const [first] = report.slackAt;
    return first === undefined ? [] : first - enteredAt;
  });
  return atMost('handler entry → bytes at Slack, p50', {
    value: median(waits),
    limit: MAX_LATENCY_MILLISECONDS,
    unit: ' ms',
    beside: `of ${waits.length} calls`,
  });
}

function connectionsOf(all: readonly Invocation[], events: number): Figure {
  const opened = sum(all.map(({ report }) => report.connections));
  return atMost('new connections per event', { value: opened / events, limit: 0, unit: '', digits: 3 });
}

function memoryOf(name: Name, invocations: readonly Invocation[]): Figure {
  const peak = Math.max(...invocations.map(({ peakBytes }) => peakBytes));
  return plain(`memory (RSS) of \`${name}\` at its highest`, `${show(peak / 2 ** 20)} MiB`);
}

function callsOnTheWire(ingests: readonly Invocation[]): readonly Figure[] {
  const calls = new Map<string, number>();
  for (const { report } of ingests)
    for (const [call, times] of Object.entries(report.calls)) calls.set(call, (calls.get(call) ?? 0) + times);
  const each = (call: string) => (calls.get(call) ?? 0) / ingests.length;
  const others = [...calls.keys()].filter(
    (call) => !['dynamodb UpdateItem', 'sqs SendMessageBatch'].includes(call),
  );
  return [
    atMost('`ingest`: UpdateItem per event', {
      value: each('dynamodb UpdateItem'),
      limit: 1,
      unit: '',
      digits: 2,
    }),
    atMost('`ingest`: other calls than UpdateItem and SendMessageBatch', {
      value: others.length,
      limit: 0,
      unit: '',
      digits: 0,
    }),
    plain('`ingest`: SendMessageBatch per event', show(each('sqs SendMessageBatch'), 2)),
  ];
}
