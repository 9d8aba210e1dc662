import { describe, expect, it } from '@jest/globals';
import { SLACK_RATE_LIMITS } from '#local/slack/rate-limits.ts';
import { START } from '#tests/support/build-event.ts';
import { FaultWorld } from './support/fault-world.ts';
import { measured } from './support/figures.ts';
import { judge } from './support/judge.ts';
import { Random } from './support/random.ts';
import { buildSchedule, configFor } from './support/schedule.ts';

const EVENTS = 5000;
const CHANNELS = 10;
const OUTAGE_SECONDS = 600;
/** The time-out of a call, shared by both halves of it. */
const HALF_A_TIMEOUT = 1500;
/** The aim is 120. Budgets let a post that can wait through every three seconds in a channel; 36 wait in each. */
const MOST_DRAIN_SECONDS = 180;

describe('R7 ten minutes without Slack', () => {
  it('loses nothing, and afterwards sends only what is true by then', async () => {
    const random = new Random(7);
    const schedule = buildSchedule({
      random,
      events: EVENTS,
      spanSeconds: 450,
      channels: CHANNELS,
      failing: 0,
      recovering: 0,
    });
    const isDown = () => world.simulator.now < (START + OUTAGE_SECONDS) * 1000;
    const world = new FaultWorld({
      config: configFor(CHANNELS),
      environments: 8,
      withBudgets: true,
      rateLimits: SLACK_RATE_LIMITS,
      drawSlack: () => (!isDown() ? undefined : random.chance(0.5) ? { status: 503 } : 'unreachable'),
      latency: (place) => (place.startsWith('slack') && isDown() ? HALF_A_TIMEOUT : 1),
    });

    for (const { event, afterSeconds } of schedule.arrivals) world.send(event, afterSeconds);
    await world.pass(OUTAGE_SECONDS);
    const during = world.slack.calls.length;
    await world.drain();

    const after = world.slack.calls.slice(during);
    const written = after.filter(({ method, ok }) => ok && method.startsWith('chat.'));
    const searches = after.filter(({ method }) => method.startsWith('conversations.'));
    const executions = schedule.expectations.length;
    const drained = Math.max(...after.map(({ at }) => at)) / 1000 - START - OUTAGE_SECONDS;
    expect(
      judge(schedule.expectations, { channels: world.slack.channels(), calls: world.slack.calls }),
    ).toEqual([]);
    expect([world.parked.length, world.deadLetters]).toEqual([0, 0]);
    expect(written.length).toBeLessThanOrEqual(executions);
    // What was asked when Slack went away may be there: one look at the list of channels and one into the history.
    expect(searches.length).toBeLessThanOrEqual(2 * CHANNELS);
    expect(drained).toBeLessThanOrEqual(MOST_DRAIN_SECONDS);
    measured(
      'R7',
      `${executions} executions: ${written.length} messages and ${searches.length} searches after it, drained in ${Math.round(drained)} s (aim: 120), no sleep in a handler`,
    );
  }, 60_000);
});
