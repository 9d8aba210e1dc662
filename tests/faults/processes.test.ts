import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { leakyEvents, MARKS } from './support/canaries.ts';
import { events, firstSeed, isFull, measured, processSeeds, progress } from './support/figures.ts';
import { type Expectation, judge } from './support/judge.ts';
import { type Rig, startRig } from './support/process-rig.ts';
import { Random } from './support/random.ts';
import { type Arrival, buildExecution, buildSchedule, configFor, toBodies } from './support/schedule.ts';
import type { SlackTrouble } from './support/slack-proxy.ts';
import { soak } from './support/soak.ts';

const CHANNELS = 10;
/** Executions of scenes last up to 712 s. */
const AGO_SECONDS = 800;
const LIMIT_SECONDS = isFull ? 1800 : 100;
/** A clock ahead of its host would leave an invocation no time, which no Lambda does; so the host is ahead of them all. */
const SKEWS = [-1200, -600, 0];
const RETRIES = 3;
const SOAKED = isFull ? 200_000 : 3000;
const WARM = isFull ? 10_000 : 1000;
/** After a few events the heap still finds its size. */
const MOST_GROWTH_MEGABYTES = isFull ? 5 : 50;
/** What a process holds also depends on what else its machine does; a leak is there every time. */
const MOST_SOAKS = 3;
/** In the short form, so many at most: each costs half a minute. */
const KILLS = isFull ? Number.POSITIVE_INFINITY : 1;
const EVENTS = isFull ? events : 84;

const random = new Random(firstSeed);
/** What happens on the ways out of the functions; each test sets its own. */
let trouble: {
  kills?: number;
  slack?: () => SlackTrouble | undefined;
  aws?: (call: { readonly service: string; readonly operation: string }) => string | undefined;
} = {};
const expectations: Expectation[] = [];
let rig: Rig;

beforeAll(async () => {
  rig = await startRig({
    config: configFor(CHANNELS),
    channels: Array.from({ length: CHANNELS }, (_, index) => `#channel-${index}`),
    kills: () => rig.counts.kills < KILLS && random.chance(trouble.kills ?? 0),
    slackTrouble: () => trouble.slack?.(),
    awsTrouble: (call) => trouble.aws?.(call),
    skewSeconds: () => random.pick(SKEWS),
  });
}, 120_000);

afterAll(() => rig?.stop());

describe('the real bundles in processes whose clocks are up to 20 minutes apart (R14)', () => {
  it('R1: show every execution once, as it ended, under every fault at once', async () => {
    trouble = { kills: isFull ? 0.001 : 0.01, slack: drawSlackTrouble };
    for (let seed = firstSeed; seed < firstSeed + processSeeds; seed += 1) await burst(seed);
    await rig.drain({ limitSeconds: LIMIT_SECONDS, putOffToo: isFull });

    expect(judgeAll()).toEqual([]);
    expect(await rig.deadLetters()).toEqual([]);
    expect(rig.counts.kills).toBeGreaterThan(0);
    measured(
      'R1',
      `in processes: ${expectations.length} of ${expectations.length} executions once and true, ${rig.counts.kills} kills, dead letters 0`,
    );
    measured('R14', 'in processes too');
  }, 3_600_000);

  it('R10: converge when DynamoDB and SQS throttle one of five calls', async () => {
    trouble = {
      aws: ({ service }) =>
        ['dynamodb', 'sqs'].includes(service) && random.chance(0.2) ? throttle(service) : undefined,
    };
    await play(executionsOf('throttled', 8));
    trouble = {};

    expect(judgeAll()).toEqual([]);
    expect(await rig.deadLetters()).toEqual([]);
    expect(rig.counts.refusals).toBeGreaterThan(20);
    measured('R10', `in processes: ${rig.counts.refusals} refusals by DynamoDB and SQS, 0 lost, 0 double`);
  }, 120_000);

  it('R10: try again three times and no more, then leave it to the queue', async () => {
    let refusals = 0;
    const before = rig.logs.length;
    trouble = {
      aws: ({ service, operation }) => {
        if (service !== 'dynamodb' || operation !== 'UpdateItem' || refusals > RETRIES) return undefined;
        refusals += 1;
        return throttle(service);
      },
    };
    await play(
      executionsOf('refused', 1).map(({ arrivals, expectation }) => ({
        arrivals: arrivals.slice(0, 1),
        expectation: { ...expectation, phases: ['is running'] },
      })),
    );
    trouble = {};

    const retried = rig.logs
      .slice(before)
      .filter((line) => line.includes('tried again later') && line.includes('throttled'));
    expect([refusals, retried.length]).toEqual([1 + RETRIES, 1]);
    measured('R10', `${RETRIES} retries in an invocation, then the queue`);
  }, 60_000);

  it('R19: go on with the new token after it was rotated, with one refused call per environment at most', async () => {
    rig.rotate('xoxb-rotated');
    await play(executionsOf('rotated', 8));

    expect(judgeAll()).toEqual([]);
    expect(rig.refused.length).toBeLessThanOrEqual(8);
    expect(rig.logs.filter((line) => line.includes('DestinationsPaused'))).toEqual([]);
    measured('R19', `${rig.refused.length} calls with the old token, then the new one; nobody paused`);
  }, 60_000);

  it('R18: hold no more after many events than after a few', async () => {
    const soaks: Soaked[] = [];
    do soaks.push(await soakOnce());
    while ((soaks.at(-1)?.growth ?? 0) > MOST_GROWTH_MEGABYTES && soaks.length < MOST_SOAKS);

    const last = soaks.at(-1);
    expect(last?.growth).toBeLessThanOrEqual(MOST_GROWTH_MEGABYTES);
    expect(last?.end).toEqual(last?.begin);
    measured(
      'R18',
      `${SOAKED.toLocaleString('en')} events: ${last?.growth.toFixed(1)} MiB more than after ${WARM.toLocaleString('en')}, sockets, timers and listeners as many`,
    );
  }, 3_600_000);

  it('S8, S2: write JSON lines only, whatever is in the events, and no secret', async () => {
    await rig.send([
      ...toBodies(
        leakyEvents().map((event) => ({ event, afterSeconds: 0 })),
        AGO_SECONDS,
      ),
      '\u001b[31mno\nJSON\u001b[0m',
      '{"detail-type":"a\\nb\\u001b[0m"}',
    ]);
    await rig.drain({ limitSeconds: LIMIT_SECONDS, putOffToo: false });

    const lines = rig.logs.map((line) => line.replace(/^\w+: /, ''));
    const ours = lines.filter((line) => !isOfTheHost(line));
    expect(ours.length).toBeGreaterThan(10);
    expect(ours.filter((line) => !isJsonObject(line))).toEqual([]);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
    expect(lines.filter((line) => /[\u0000-\u001f\u007f]/.test(line))).toEqual([]);
    const everything = [...lines, JSON.stringify([rig.slack.channels(), rig.slack.calls()])].join('\n');
    expect(
      [...MARKS, 'xoxb-rotated', rig.slack.botToken].filter((mark) => everything.includes(mark)),
    ).toEqual([]);
    measured('S8', `${ours.length} lines, all of them JSON`);
    measured('S2', `0 in ${lines.length} log lines of processes`);
  }, 60_000);
});

interface Soaked {
  /** Of the process's memory, in MiB. */
  readonly growth: number;
  readonly begin: readonly unknown[];
  readonly end: readonly unknown[];
}

async function soakOnce(): Promise<Soaked> {
  const held = await soak(rig.bundleDirectory, { events: SOAKED, every: WARM });
  progress(`R18: ${held.map(({ megabytes }) => megabytes.toFixed(1)).join(' ')} MB`);
  const [warm, ...later] = held;
  const last = later.at(-1);
  const growth = Math.min(...later.slice(-5).map(({ megabytes }) => megabytes)) - Number(warm?.megabytes);
  return {
    growth,
    begin: [warm?.resources, warm?.listeners],
    end: [last?.resources, last?.listeners],
  };
}

async function burst(seed: number): Promise<void> {
  const begun = Date.now();
  const schedule = buildSchedule({
    random: new Random(seed),
    events: EVENTS,
    spanSeconds: 60,
    channels: CHANNELS,
    doubled: 0.2,
    swapped: 0.2,
    name: `seed-${seed}`,
  });
  expectations.push(...schedule.expectations);
  await rig.send(toBodies(schedule.arrivals, AGO_SECONDS));
  await rig.drain({ limitSeconds: LIMIT_SECONDS, putOffToo: false });
  progress(
    `R1 seed ${seed} in processes: ${schedule.arrivals.length} events, ${rig.counts.kills} kills so far, ${Math.round((Date.now() - begun) / 1000)} s`,
  );
}

async function play(
  executions: readonly { readonly arrivals: readonly Arrival[]; readonly expectation: Expectation }[],
): Promise<void> {
  expectations.push(...executions.map(({ expectation }) => expectation));
  await rig.send(
    toBodies(
      executions.flatMap(({ arrivals }) => arrivals),
      AGO_SECONDS,
    ),
  );
  await rig.drain({ limitSeconds: LIMIT_SECONDS, putOffToo: false });
}

function executionsOf(name: string, count: number) {
  return Array.from({ length: count }, (_, index) =>
    buildExecution({ kind: 'quiet', name, index, channel: index % CHANNELS, startsAfter: 0 }),
  );
}

function judgeAll(): readonly string[] {
  return judge(expectations, { channels: rig.slack.channels(), calls: rig.slack.calls() });
}

function drawSlackTrouble(): SlackTrouble | undefined {
  const drawn = random.next();
  if (drawn < 0.1) return { status: 429, retryAfterSeconds: 1 };
  if (drawn < 0.12) return { status: 500 };
  return drawn < 0.13 ? 'lost' : undefined;
}

function throttle(service: string): string {
  return service === 'dynamodb'
    ? 'com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException'
    : 'com.amazonaws.sqs#RequestThrottled';
}

/** What the embedded AWS itself tells of a process. */
function isOfTheHost(line: string): boolean {
  return /^(invocation failed|the process| {2}at )/.test(line);
}

function isJsonObject(line: string): boolean {
  try {
    return typeof JSON.parse(line) === 'object';
  } catch {
    return false;
  }
}
