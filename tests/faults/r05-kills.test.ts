import { describe, expect, it } from '@jest/globals';
import { FaultWorld } from './support/fault-world.ts';
import { isFull, measured, progress } from './support/figures.ts';
import { judge } from './support/judge.ts';
import { buildExecution, configFor, type Kind } from './support/schedule.ts';

/** A killed worker's messages are hidden for three minutes; what it claimed, for half a minute. */
const LONGEST_DELAY_SECONDS = 180 + 61 + 30;
const KINDS: readonly Kind[] = isFull ? ['quiet', 'failing', 'recovering'] : ['failing'];

describe('R5 a kill before and after every await', () => {
  it.each(KINDS)(
    'leaves a %s execution as if nothing had been',
    async (kind) => {
      const calm = await run(kind);
      const findings: string[] = [];
      let latest = 0;

      for (let number = 0; number < calm.points; number += 1) {
        const killed = await run(kind, number);
        latest = Math.max(latest, killed.lastCallAt - calm.lastCallAt);
        findings.push(...killed.findings.map((finding) => `${number} ${killed.place}: ${finding}`));
        if (number % 100 === 99) progress(`R5 ${kind}: ${number + 1} of ${calm.points} points`);
      }

      expect(calm.points).toBeGreaterThan(100);
      expect(findings).toEqual([]);
      expect(latest).toBeLessThanOrEqual(LONGEST_DELAY_SECONDS);
      measured('R5', `${kind}: ${calm.points} points, final state at most ${Math.round(latest)} s later`);
    },
    120_000,
  );
});

async function run(kind: Kind, killedAt?: number) {
  const { arrivals, expectation } = buildExecution({ kind, index: 0, channel: 0, startsAfter: 0 });
  const world = new FaultWorld({
    config: configFor(1),
    environments: 2,
    kills: ({ number }) => number === killedAt,
  });
  await world.play(arrivals.map(({ event }) => event));
  const { slack, parked, deadLetters, points } = world;
  const findings = judge([expectation], { channels: slack.channels(), calls: slack.calls });
  return {
    findings: [...findings, ...(parked.length + deadLetters > 0 ? ['something is parked'] : [])],
    points: points.length,
    place: points[killedAt ?? 0]?.place,
    lastCallAt: Math.max(...slack.calls.map(({ at }) => at)) / 1000,
  };
}
