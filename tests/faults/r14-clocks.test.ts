import { describe, expect, it } from '@jest/globals';
import { quietExecution } from '#tests/support/scenes.ts';
import { FaultWorld } from './support/fault-world.ts';
import { isFull, measured } from './support/figures.ts';
import { judge } from './support/judge.ts';
import { Random } from './support/random.ts';
import { buildExecution, buildSchedule, configFor, retarget } from './support/schedule.ts';
import { seenIn } from './support/view.ts';

const CHANNELS = 3;
const SKEWS = [-600, 0, 600];
const SEEDS = isFull ? 20 : 2;

describe('R14 clocks that disagree', () => {
  it('shows every execution once, as it ended, when environments are ten minutes apart', async () => {
    const findings: string[] = [];
    for (let seed = 1; seed <= SEEDS; seed += 1) {
      const random = new Random(seed);
      const schedule = buildSchedule({
        random,
        events: 700,
        spanSeconds: 60,
        channels: CHANNELS,
        doubled: 0.2,
        swapped: 0.2,
        failing: 0.3,
      });
      const world = new FaultWorld({
        seed,
        config: configFor(CHANNELS),
        environments: 8,
        withBudgets: true,
        skew: () => random.pick(SKEWS),
        latency: () => random.between(1, 200),
        kills: () => random.chance(0.0005),
      });
      for (const { event, afterSeconds } of schedule.arrivals) world.send(event, afterSeconds);
      await world.pass(900);
      await world.drain();
      const { slack } = world;
      findings.push(
        ...judge(schedule.expectations, { channels: slack.channels(), calls: slack.calls }).map(
          (finding) => `seed ${seed}: ${finding}`,
        ),
      );
    }

    expect(findings).toEqual([]);
    measured('R14', `${SEEDS} seeds with environments up to 20 min apart: 0 lost, 0 double, 0 stale`);
  });

  it('makes one post and one reply when both lanes of a channel are at work on the same failure', async () => {
    const findings: string[] = [];
    for (let seed = 1; seed <= SEEDS; seed += 1) {
      const random = new Random(seed);
      const executions = Array.from({ length: 30 }, (_, index) =>
        buildExecution({ kind: 'failing', index, channel: index % CHANNELS, startsAfter: 0 }),
      );
      const world = new FaultWorld({
        seed,
        config: configFor(CHANNELS),
        environments: 8,
        withBudgets: true,
        skew: () => random.pick(SKEWS),
        // Longer than a search takes, so that one lane can look before the other has sent.
        latency: (place) =>
          place.startsWith('slack chat') ? random.between(1, 1400) : random.between(1, 30),
      });
      for (const { arrivals } of executions)
        for (const { event } of arrivals.toReversed()) world.send(event, random.between(0, 3));
      await world.pass(3);
      await world.drain();
      const { slack } = world;
      const expectations = executions.map(({ expectation }) => expectation);
      findings.push(...judge(expectations, { channels: slack.channels(), calls: slack.calls }));
    }

    expect(findings).toEqual([]);
  });

  it.each([
    ['ten minutes ahead of us', 600],
    ['ten minutes behind us', -600],
    ['in the hour that the clocks are put forward', 25 * 86_400 - 8 * 3600],
  ])('shows events whose time is %s as any others', async (_, startSeconds) => {
    const world = new FaultWorld();
    const events = quietExecution().map((event) =>
      retarget(event, { pipeline: 'web-shop', executionId: 'e', startSeconds }),
    );

    for (const [index, event] of events.entries()) world.send(event, index);
    await world.pass(events.length);
    await world.drain();

    expect(seenIn(world.slack).map(({ text }) => text)).toEqual(['web-shop succeeded']);
    expect(JSON.stringify(seenIn(world.slack)[0]?.blocks)).toContain('Duration: 1 min 52 s');
  });
});
