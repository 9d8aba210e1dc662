import { describe, expect, it } from '@jest/globals';
import { FaultWorld } from './support/fault-world.ts';
import { measured } from './support/figures.ts';
import { judge } from './support/judge.ts';
import { Random } from './support/random.ts';
import { buildExecution, buildSchedule, configFor, type Kind } from './support/schedule.ts';
import type { SimFault } from './support/sim-slack.ts';

const FAULTS: Readonly<Record<string, SimFault>> = {
  'was done, and the answer was lost': { lostAnswer: true },
  'was done, and answered 500': { status: 500, worked: true },
  'never arrived': 'unreachable',
};

describe('R6 no clear answer of Slack', () => {
  it.each(Object.entries(FAULTS))('makes exactly one message when any one call %s', async (_, fault) => {
    let tried = 0;
    for (const kind of ['quiet', 'failing', 'recovering'] as const) {
      const calls = (await run(kind)).calls;
      for (let number = 0; number < calls; number += 1, tried += 1) {
        const { findings } = await run(kind, { [number]: fault });
        expect([kind, number, ...findings]).toEqual([kind, number]);
      }
    }

    expect(tried).toBeGreaterThan(12);
    measured('R6', `${tried} calls each without a clear answer: 0 lost, 0 double`);
  });

  it('makes exactly one message of what may be there already when there is no room to ask', async () => {
    const random = new Random(6);
    const schedule = buildSchedule({ random, events: 2100, spanSeconds: 15, channels: 10, failing: 0.5 });
    const world = new FaultWorld({
      config: configFor(10),
      environments: 8,
      withBudgets: true,
      drawSlack: ({ method }) =>
        method === 'chat.postMessage' && random.chance(0.3) ? { status: 500, worked: true } : undefined,
    });

    for (const { event, afterSeconds } of schedule.arrivals) world.send(event, afterSeconds);
    await world.pass(900);
    await world.drain();

    const { slack } = world;
    expect(judge(schedule.expectations, { channels: slack.channels(), calls: slack.calls })).toEqual([]);
  });

  it('makes exactly one message when the search for it fails too', async () => {
    const { findings, methods } = await run('failing', {
      0: { lostAnswer: true },
      1: { status: 503 },
      2: { status: 429, retryAfterSeconds: 5 },
      3: { lostAnswer: true },
    });

    expect(findings).toEqual([]);
    expect(methods.filter((method) => method === 'conversations.history').length).toBeGreaterThan(0);
  });
});

async function run(kind: Kind, faults: Readonly<Record<number, SimFault>> = {}) {
  const { arrivals, expectation } = buildExecution({ kind, index: 0, channel: 0, startsAfter: 0 });
  let number = -1;
  const world = new FaultWorld({
    config: configFor(1),
    environments: 2,
    drawSlack: () => {
      number += 1;
      return faults[number];
    },
  });
  await world.play(arrivals.map(({ event }) => event));
  const { slack } = world;
  return {
    calls: slack.calls.length,
    methods: slack.calls.map(({ method }) => method),
    findings: judge([expectation], { channels: slack.channels(), calls: slack.calls }),
  };
}
