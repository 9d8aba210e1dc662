import { describe, expect, it } from '@jest/globals';
import type { ActionRun } from '#shared/clients/execution-history.ts';
import { World } from '#tests/flow/support/world.ts';
import { START } from '#tests/support/build-event.ts';
import { quietExecution } from '#tests/support/scenes.ts';
import { measured } from './support/figures.ts';

const INTERVAL_SECONDS = 300;
const MOST_SWEEPS = 2;

describe('R4 events that never come', () => {
  it('shows the true end at most two sweeps later, whichever event is missing', async () => {
    const events = quietExecution();
    const needed: number[] = [];
    for (const missing of events) {
      const world = succeeded();
      await world.play(...events.filter((event) => event !== missing));
      needed.push(await sweepsUntilTrue(world));
      expect(world.slack.parents).toHaveLength(1);
    }

    expect(needed).toHaveLength(14);
    expect(Math.max(...needed)).toBeLessThanOrEqual(MOST_SWEEPS);
    measured('R4', `${needed.length} of ${needed.length} true, at most ${Math.max(...needed)} sweeps later`);
  });

  it('asks nothing when nothing is open', async () => {
    const world = succeeded();
    await world.play(...quietExecution());

    for (let sweep = 0; sweep < 10; sweep += 1) await nextSweep(world);

    expect(world.history.asked).toEqual([]);
  });
});

function succeeded(): World {
  const world = new World();
  world.history.status = 'Succeeded';
  world.history.runs = ['Source', 'Build', 'Deploy'].map(toRun);
  return world;
}

function toRun(stage: string, place: number): ActionRun {
  const startedAt = START + place * 10;
  return {
    stage,
    action: `${stage}Action`,
    status: 'Succeeded',
    startedAt,
    updatedAt: startedAt + 8,
    provider: 'Build/CodeBuild',
    summary: undefined,
    errorCode: undefined,
    externalId: undefined,
    url: undefined,
  };
}

async function sweepsUntilTrue(world: World): Promise<number> {
  let sweeps = 0;
  for (; !isTrue(world) && sweeps <= MOST_SWEEPS; sweeps += 1) await nextSweep(world);
  return sweeps;
}

function isTrue(world: World): boolean {
  const body = JSON.stringify(world.slack.parents[0]?.body);
  return body.includes('web-shop succeeded') && body.split(':white_check_mark:').length === 5;
}

async function nextSweep(world: World): Promise<void> {
  await world.wait(INTERVAL_SECONDS);
  await world.sweep();
  await world.wait(1);
}
