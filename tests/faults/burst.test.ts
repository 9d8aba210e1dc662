import { describe, expect, it } from '@jest/globals';
import { SLACK_RATE_LIMITS } from '#local/slack/rate-limits.ts';
import { START } from '#tests/support/build-event.ts';
import { FaultWorld } from './support/fault-world.ts';
import { firstSeed, measured } from './support/figures.ts';
import { Random } from './support/random.ts';
import { buildSchedule, configFor } from './support/schedule.ts';

const CHANNELS = 50;
const MINUTE = 60;

describe('a burst of events beyond what Slack takes', () => {
  it('shows every end within a minute, failures at once, and is hardly ever refused', async () => {
    const random = new Random(firstSeed);
    const { arrivals: slow, expectations } = buildSchedule({
      random,
      events: 10_000,
      spanSeconds: MINUTE,
      channels: CHANNELS,
      failing: 0.1,
      recovering: 0,
    });
    const arrivals = compress(slow);
    const world = new FaultWorld({
      seed: firstSeed,
      config: configFor(CHANNELS),
      environments: 20,
      latency: (place) => (place.includes('slack') ? random.between(50, 150) : random.between(2, 10)),
      rateLimits: SLACK_RATE_LIMITS,
      withBudgets: true,
    });

    for (const { event, afterSeconds } of arrivals) world.send(event, afterSeconds);
    const seen = await watch(world, 4 * MINUTE);
    await world.drain();

    const ends = waitsFor(seen.ends, lastEvents(arrivals));
    const failures = waitsFor(seen.failures, failedActions(arrivals));
    const { calls } = world.slack;
    const refused = calls.filter(({ error }) => error === 'ratelimited').length;
    const figures = {
      endSeconds: Math.max(...ends),
      failureSeconds:
        [...failures].sort((left, right) => left - right)[Math.ceil(failures.length * 0.99) - 1] ?? 0,
      callsPerEvent: calls.length / arrivals.length,
      refusedShare: refused / calls.length,
    };
    measured('burst', JSON.stringify(figures));
    expect([ends.length, failures.length > 0]).toEqual([expectations.length, true]);
    expect(figures.endSeconds).toBeLessThanOrEqual(60);
    expect(figures.failureSeconds).toBeLessThanOrEqual(5);
    expect(figures.callsPerEvent).toBeLessThanOrEqual(0.06);
    expect(figures.refusedShare).toBeLessThanOrEqual(0.01);
    expect(world.slack.channels().flatMap(({ messages }) => messages.filter(isStale))).toEqual([]);
    expect([world.parked, world.deadLetters]).toEqual([[], 0]);
  }, 300_000);
});

type Arrivals = ReturnType<typeof buildSchedule>['arrivals'];

/** An execution of two minutes in ten seconds, so that all the events come within the minute and a little. */
function compress(arrivals: Arrivals): Arrivals {
  const firsts = new Map<string, number>();
  for (const { event, afterSeconds } of arrivals)
    firsts.set(keyOf(event), Math.min(afterSeconds, firsts.get(keyOf(event)) ?? afterSeconds));
  return arrivals.map(({ event, afterSeconds }) => {
    const first = firsts.get(keyOf(event)) ?? 0;
    const at = Math.min(first, MINUTE - 10) + (afterSeconds - first) / 12;
    return {
      event: {
        ...event,
        time: new Date((START + Math.floor(at)) * 1000).toISOString().replace('.000Z', 'Z'),
      },
      afterSeconds: at,
    };
  });
}

function keyOf({ detail }: Arrivals[number]['event']): string {
  return String(detail['execution-id']);
}

function lastEvents(arrivals: Arrivals): ReadonlyMap<string, number> {
  const inOrder = [...arrivals].sort((left, right) => left.afterSeconds - right.afterSeconds);
  return new Map(inOrder.map(({ event, afterSeconds }) => [keyOf(event), afterSeconds]));
}

function failedActions(arrivals: Arrivals): ReadonlyMap<string, number> {
  const failed = arrivals.filter(
    ({ event }) => event.detail['state'] === 'FAILED' && event['detail-type'].includes('Action'),
  );
  return new Map(failed.map(({ event, afterSeconds }) => [keyOf(event), afterSeconds]));
}

/** Seconds from what happened until it was to be read; infinite when it never was. */
function waitsFor(
  seen: ReadonlyMap<string, number>,
  happened: ReadonlyMap<string, number>,
): readonly number[] {
  return [...happened].map(([key, at]) => (seen.get(key) ?? Number.POSITIVE_INFINITY) - at);
}

/** By execution: the second in which its end, and its failure, was first to be read anywhere in a channel. */
async function watch(world: FaultWorld, seconds: number) {
  const ends = new Map<string, number>();
  const failures = new Map<string, number>();
  for (let second = 0; second < seconds; second += 1) {
    await world.pass(1);
    const at = world.simulator.now / 1000 - START;
    for (const { id, says } of world.slack
      .channels()
      .flatMap(({ messages }) => messages.flatMap(statements))) {
      if (/succeeded|failed/.test(says) && !ends.has(id)) ends.set(id, at);
      if (says.includes('failed') && !failures.has(id)) failures.set(id, at);
    }
  }
  return { ends, failures };
}

type Message = ReturnType<FaultWorld['slack']['channels']>[number]['messages'][number];

/** What a message says of the executions that it links to: of one, or in a digest of many. */
function statements({ blocks }: Message): readonly { readonly id: string; readonly says: string }[] {
  const text = JSON.stringify(blocks ?? []);
  const matches = text.matchAll(/executions\/(execution-\d+)\/timeline[^|]*\|[^>]*>\*?([^:]{0,80})/g);
  return [...matches].map(([, id = '', says = '']) => ({ id, says }));
}

/** A message of its own that still shows an execution running when nothing runs any more. */
function isStale(message: Message): boolean {
  return / is running/.test(message.text?.split('\n')[0] ?? '') && message.threadTs === undefined;
}
