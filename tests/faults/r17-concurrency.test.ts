import { describe, expect, it } from '@jest/globals';
import { FaultWorld } from './support/fault-world.ts';
import { measured } from './support/figures.ts';
import { Random } from './support/random.ts';
import { buildSchedule, configFor } from './support/schedule.ts';
import { seenIn } from './support/view.ts';

const CHANNELS = 3;

describe('R17 one environment or eight', () => {
  it('shows the same', async () => {
    const alone = await run(1);

    const together = await run(8);

    expect(alone).toHaveLength(50);
    expect(together).toEqual(alone);
    measured('R17', `${together.length} executions, identical`);
  });
});

async function run(environments: number) {
  const schedule = buildSchedule({
    random: new Random(17),
    events: 700,
    spanSeconds: 600,
    channels: CHANNELS,
  });
  const world = new FaultWorld({ config: configFor(CHANNELS), environments });
  for (const { event, afterSeconds } of schedule.arrivals) world.send(event, afterSeconds);
  await world.pass(1500);
  await world.drain();
  return seenIn(world.slack);
}
