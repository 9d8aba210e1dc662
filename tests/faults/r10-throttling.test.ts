import { describe, expect, it } from '@jest/globals';
import { RateLimitedError, UnavailableError } from '#shared/errors.ts';
import { FaultWorld, type FaultWorldOptions } from './support/fault-world.ts';
import { measured } from './support/figures.ts';
import { judge } from './support/judge.ts';
import { Random } from './support/random.ts';
import { buildSchedule, configFor } from './support/schedule.ts';

const CHANNELS = 3;
/** What is left when the SDK has tried three times. */
const FAULTS = {
  'DynamoDB throttles': {
    places: ['dynamodb'],
    isAmbiguous: false,
    error: () => new RateLimitedError('throttled', { retryAfterSeconds: 2 }),
  },
  'DynamoDB gives no answer': {
    places: ['dynamodb'],
    isAmbiguous: true,
    error: () => new UnavailableError('no answer', { ambiguous: true }),
  },
  'SQS throttles': {
    places: ['sqs'],
    isAmbiguous: false,
    error: () => new RateLimitedError('throttled', { retryAfterSeconds: 2 }),
  },
} as const;

describe('R10 a table and queues that fail now and then', () => {
  it.each(Object.entries(FAULTS))(
    'converges when %s in one of ten calls',
    async (name, { places, isAmbiguous, error }) => {
      const random = new Random(10);
      const { findings, broken, world } = await run(random, {
        breaks: (place) =>
          places.some((part) => place.startsWith(part)) && random.chance(0.1)
            ? { error: error(), isDone: isAmbiguous && random.chance(0.5) }
            : undefined,
      });

      expect(findings).toEqual([]);
      expect([world.parked.length, world.deadLetters]).toEqual([0, 0]);
      expect(broken).toBeGreaterThan(50);
      measured('R10', `${name}: ${broken} failed calls, 0 lost, 0 double`);
    },
  );

  it('converges when one call in fifty takes five seconds, which is longer than some of them wait', async () => {
    const random = new Random(11);

    const { findings, world } = await run(random, {
      latency: (place) => (place.startsWith('dynamodb') && random.chance(0.02) ? 2500 : 1),
    });

    expect(findings).toEqual([]);
    expect([world.parked.length, world.deadLetters]).toEqual([0, 0]);
  });
});

async function run(random: Random, faults: FaultWorldOptions) {
  const schedule = buildSchedule({
    random,
    events: 700,
    spanSeconds: 60,
    channels: CHANNELS,
    swapped: 0.2,
  });
  let broken = 0;
  const world = new FaultWorld({
    config: configFor(CHANNELS),
    environments: 8,
    ...faults,
    ...(faults.breaks && {
      breaks: (place: string) => {
        const hit = faults.breaks?.(place);
        broken += Number(hit !== undefined);
        return hit;
      },
    }),
  });
  for (const { event, afterSeconds } of schedule.arrivals) world.send(event, afterSeconds);
  await world.pass(900);
  await world.drain();
  const { slack } = world;
  return {
    world,
    broken,
    findings: judge(schedule.expectations, { channels: slack.channels(), calls: slack.calls }),
  };
}
