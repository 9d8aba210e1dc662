import { resolve } from 'node:path';
import { quietExecution } from '#tests/support/scenes.ts';
import { signedRequest, slashCommand, toHttpEvent } from '#tests/support/slack-request.ts';
import { atMost, type Figure, plain, type Section, show } from '../figure.ts';
import type { Bench } from '../part.ts';
import { MEMORY } from '../support/build.ts';
import { LambdaProcess, OWN_CLIENT, type RuntimeClient } from '../support/lambda-process.ts';
import { now } from '../support/now.ts';
import { median } from '../support/numbers.ts';
import { toSqsEvent } from '../support/records.ts';
import { installRic } from '../support/ric.ts';
import { asOfNow, putRecord } from '../support/state.ts';

const SUPPORT = resolve(import.meta.dirname, '../support');
const MAX_RATIO = 5.5;
const MAX_RSS_MEBIBYTES = 85;
/** A third of the time after which Slack shows an error. */
const MAX_ACKNOWLEDGED_MILLISECONDS = 1000;

const MEASURED = ['ingest', 'deliver', 'slack'] as const;
const KINDS = ['empty', ...MEASURED] as const;
type Kind = (typeof KINDS)[number];

interface Sample {
  /** Process start → asks for work. */
  readonly init: number;
  /** Process start → answered, or for `deliver`: → bytes at Slack. */
  readonly total: number;
  readonly cpu: number | undefined;
  readonly memory: number | undefined;
}

/** Start of a process to the end of its first invocation, beside a handler that does nothing. */
export async function measureCold(bench: Bench): Promise<Section> {
  const { clients, missing } = await findClients();
  const rounds: Readonly<Record<Kind, Sample>>[][] = clients.map(() => []);
  for (let round = 0; round < bench.runs; round += 1) {
    bench.say(`cold start, round ${round + 1} of ${bench.runs}`);
    for (const [index, client] of clients.entries())
      rounds[index]?.push(await measureRound({ bench, client, round }));
  }
  return {
    title: 'Cold start',
    about: `From the start of the process to the end of its first invocation; for \`deliver\` to the first bytes at Slack, with the secret fetched, for \`slack\` to the answer, with the secret fetched and the command on its queue. Each round starts all of them one after the other; the ratio is the median over ${bench.runs} rounds.`,
    figures: [
      ...clients.flatMap(({ name }, index) => toFigures(name, rounds[index] ?? [])),
      ...missing.map((reason) => plain('by aws-lambda-ric', `not measured: ${reason}`)),
    ],
  };
}

/** Without the network there is no client of AWS's, and everything else is measured all the same. */
async function findClients() {
  try {
    return { clients: [OWN_CLIENT, await installRic()], missing: [] };
  } catch (error) {
    const said = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    return { clients: [OWN_CLIENT], missing: [said] };
  }
}

interface Round {
  readonly bench: Bench;
  readonly client: RuntimeClient;
  readonly round: number;
}

/** In another order each time, so that none always comes after the same. */
async function measureRound({ bench, client, round }: Round): Promise<Readonly<Record<Kind, Sample>>> {
  const samples: Partial<Record<Kind, Sample>> = {};
  const first = round % KINDS.length;
  for (const kind of [...KINDS.slice(first), ...KINDS.slice(0, first)])
    samples[kind] = await measureOne(kind, { bench, client });
  return samples as Readonly<Record<Kind, Sample>>;
}

async function measureOne(kind: Kind, { bench, client }: Omit<Round, 'round'>): Promise<Sample> {
  const { standIn, built } = bench;
  const payload = await toPayload(kind, bench);
  await standIn.take();
  const lambda = await LambdaProcess.start({
    client,
    addresses: standIn.addresses,
    memory: MEMORY[kind === 'empty' ? 'deliver' : kind],
    ...(kind === 'empty'
      ? { taskRoot: SUPPORT, file: 'empty' }
      : { taskRoot: `${built.folder}/${kind}`, file: 'index' }),
  });
  try {
    const answer = await lambda.invoke(payload);
    const answeredAt = now();
    const { cpuMilliseconds: cpu, peakBytes: memory } = lambda;
    assertDone(kind, answer);
    const { slackAt } = await standIn.take();
    const end = kind === 'deliver' ? (slackAt[0] ?? Number.NaN) : answeredAt;
    return { init: lambda.readyAt - lambda.startedAt, total: end - lambda.startedAt, cpu, memory };
  } finally {
    await lambda.stop();
  }
}

async function toPayload(kind: Kind, { standIn, unique }: Bench): Promise<unknown> {
  const events = asOfNow(quietExecution().slice(0, 5), unique());
  if (kind === 'ingest') return toSqsEvent([{ body: JSON.stringify(events.at(-1)) }]);
  if (kind === 'empty') return toSqsEvent([]);
  if (kind === 'slack')
    return toHttpEvent(signedRequest(slashCommand('status'), { at: Math.trunc(Date.now() / 1000) }));
  const record = await putRecord(standIn.table, events);
  return toSqsEvent([{ body: JSON.stringify({ destination: 'pipelines', record }), group: 'pipelines' }]);
}

function assertDone(kind: Kind, answer: unknown): void {
  const text = JSON.stringify(answer);
  const start = kind === 'slack' ? '{"statusCode":200,' : '{"batchItemFailures":[]}';
  if (!text.startsWith(start)) throw new Error(`The function answered ${text}`);
}

function toFigures(client: string, rounds: readonly Readonly<Record<Kind, Sample>>[]): readonly Figure[] {
  const empty = median(rounds.map((round) => round.empty.total));
  const ratios = MEASURED.map((kind) => {
    const init = median(rounds.map((round) => round[kind].init));
    const total = median(rounds.map((round) => round[kind].total));
    return atMost(`${kind}, by ${client}`, {
      value: median(rounds.map((round) => round[kind].total / round.empty.total)),
      limit: MAX_RATIO,
      unit: ' × an empty handler',
      digits: 2,
      beside: `init ${show(init, 0)} ms, together ${show(total, 0)} ms, empty ${show(empty, 0)} ms`,
    });
  });
  const cpu = (kind: Kind) => rounds.flatMap((round) => round[kind].cpu ?? []);
  const memory = (kind: Kind) => rounds.flatMap((round) => round[kind].memory ?? []);
  const slowest = atMost(`slowest answer of slack, by ${client}`, {
    value: Math.max(...rounds.map((round) => round.slack.total)),
    limit: MAX_ACKNOWLEDGED_MILLISECONDS,
    unit: ' ms',
    digits: 0,
    beside: `of ${rounds.length} cold starts; Slack waits for 3,000 ms`,
  });
  if (cpu('empty').length === 0) return [...ratios, slowest];
  const shown = KINDS.map((kind) => `${kind} ${show(median(cpu(kind)), 0)} ms`).join(', ');
  const peaks = MEASURED.map((kind) =>
    atMost(`memory (RSS) of ${kind} then, by ${client}`, {
      value: median(memory(kind)) / 2 ** 20,
      limit: MAX_RSS_MEBIBYTES,
      unit: ' MiB',
      beside: `empty ${show(median(memory('empty')) / 2 ** 20)} MiB`,
    }),
  );
  return [...ratios, slowest, plain(`CPU of the same, by ${client}`, shown), ...peaks];
}
