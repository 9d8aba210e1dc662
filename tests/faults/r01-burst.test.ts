import { describe, expect, it } from '@jest/globals';
import { FaultWorld } from './support/fault-world.ts';
import { events, firstSeed, measured, progress, seeds } from './support/figures.ts';
import { judge } from './support/judge.ts';
import { Random } from './support/random.ts';
import { buildSchedule, configFor } from './support/schedule.ts';
import type { SimFault } from './support/sim-slack.ts';

const CHANNELS = 10;

describe('R1 a burst under every fault at once', () => {
  it.each(Array.from({ length: seeds }, (_, index) => firstSeed + index))(
    'shows every execution once, as it ended (seed %i)',
    async (seed) => {
      const random = new Random(seed);
      const schedule = buildSchedule({
        random,
        events,
        spanSeconds: 60,
        channels: CHANNELS,
        doubled: 0.2,
        swapped: 0.2,
      });
      const world = new FaultWorld({
        seed,
        config: configFor(CHANNELS),
        environments: 8,
        withBudgets: true,
        kills: () => random.chance(0.001),
        latency: () => random.between(1, 20),
        drawSlack: () => drawFault(random),
      });

      for (const { event, afterSeconds } of schedule.arrivals) world.send(event, afterSeconds);
      await world.pass(900);
      const seconds = await world.drain();

      const { slack } = world;
      expect(judge(schedule.expectations, { channels: slack.channels(), calls: slack.calls })).toEqual([]);
      expect([world.parked.length, world.deadLetters]).toEqual([0, 0]);
      const { ingest, enrich, deliver } = world.functions;
      const killed = ingest.ended.killed + enrich.ended.killed + deliver.ended.killed;
      progress(
        `R1 seed ${seed}: ${schedule.arrivals.length} events, ${slack.calls.length} Slack calls, ${killed} kills, ${seconds} s`,
      );
      const all = schedule.expectations.length;
      measured(
        'R1',
        `in virtual time: ${all} of ${all} executions in each of ${seeds} seeds, dead letters 0`,
      );
    },
    600_000,
  );
});

function drawFault(random: Random): SimFault | undefined {
  const drawn = random.next();
  if (drawn < 0.1) return { status: 429, retryAfterSeconds: 1 };
  if (drawn < 0.11) return { status: 500 };
  return drawn < 0.12 ? { status: 500, worked: true } : undefined;
}
