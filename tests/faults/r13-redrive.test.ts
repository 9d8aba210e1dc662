import { describe, expect, it } from '@jest/globals';
import { FaultWorld } from './support/fault-world.ts';
import { measured } from './support/figures.ts';
import { Random } from './support/random.ts';
import { buildSchedule, configFor } from './support/schedule.ts';
import { seenIn } from './support/view.ts';

const CHANNELS = 3;
const MESSAGES = 1000;
const DAYS = 86_400;

describe('R13 a redrive of old messages', () => {
  it('changes nothing that people see of executions that ended', async () => {
    const { world, events } = await finished(MESSAGES);
    const before = {
      seen: seenIn(world.slack),
      calls: world.slack.calls.length,
      mails: world.topics.published.length,
    };
    await world.pass(3 * DAYS);

    for (const event of world.random.shuffle(events).slice(0, MESSAGES)) world.send(event);
    await world.pass(1);
    await world.drain();

    const changes = world.slack.calls.length - before.calls + world.topics.published.length - before.mails;
    expect(changes).toBe(0);
    expect(seenIn(world.slack)).toEqual(before.seen);
    measured(
      'R13',
      `${Math.min(events.length, MESSAGES)} messages three days later: ${changes} visible changes`,
    );
  });

  it('raises nobody whose record is gone', async () => {
    const { events } = await finished(140);
    const world = new FaultWorld({ config: configFor(CHANNELS), environments: 8 });
    await world.pass(100 * DAYS);

    for (const event of events) world.send(event);
    await world.pass(1);
    await world.drain();

    expect(world.slack.calls).toEqual([]);
    expect(world.topics.published).toEqual([]);
  });
});

async function finished(count: number) {
  const schedule = buildSchedule({
    random: new Random(13),
    events: count + 14,
    spanSeconds: 60,
    channels: CHANNELS,
  });
  const world = new FaultWorld({ config: configFor(CHANNELS), environments: 8 });
  for (const { event, afterSeconds } of schedule.arrivals) world.send(event, afterSeconds);
  await world.pass(900);
  await world.drain();
  return { world, events: schedule.arrivals.map(({ event }) => event) };
}
