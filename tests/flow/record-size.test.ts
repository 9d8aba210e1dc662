import { describe, expect, it } from '@jest/globals';
import {
  buildActionEvent,
  buildPipelineEvent,
  buildStageEvent,
  EXECUTION_ID,
  type RawEvent,
} from '#tests/support/build-event.ts';
import { itemBytes } from '#tests/support/item-bytes.ts';
import { quietExecution } from '#tests/support/scenes.ts';
import { World } from './support/world.ts';

const KEY = `execution/111122223333/eu-west-1/web-shop/${EXECUTION_ID}`;

describe('the record of an execution', () => {
  it('is at most 1.5 KB for 3 stages and 5 actions', async () => {
    const world = new World();

    await world.play(...quietExecution(), ...actions('Build', ['Lint', 'Package']));

    expect(await bytesOf(world)).toBeLessThanOrEqual(1536);
  });

  it('is at most 4 KB for 20 actions', async () => {
    const world = new World();
    const names = Array.from({ length: 17 }, (_, index) => `IntegrationTest${index}`);

    await world.play(
      ...quietExecution(),
      ...actions('Build', names),
      buildPipelineEvent({ state: 'SUCCEEDED', after: 112 }),
    );

    expect(await bytesOf(world)).toBeLessThanOrEqual(4096);
  });
});

describe('the record of a pipeline', () => {
  it('is at most 2 KB with all that is remembered, when one in ten failed', async () => {
    const world = new World();
    const ids = Array.from({ length: 30 }, (_, index) => EXECUTION_ID.replace(/..$/, String(10 + index)));

    for (const [index, executionId] of ids.entries()) {
      const state = index % 10 === 0 ? 'FAILED' : 'SUCCEEDED';
      const [start, end] = [index * 600, index * 600 + 99];
      await world.play(
        buildPipelineEvent({ executionId, after: start }),
        ...['Source', 'Build', 'Staging'].map((stage) =>
          buildStageEvent({ executionId, stage, state: 'SUCCEEDED', after: start + 9 }),
        ),
        buildStageEvent({ executionId, stage: 'Production', state, after: end }),
        buildPipelineEvent({ executionId, state, after: end }),
      );
    }

    const key = 'pipeline/111122223333/eu-west-1/web-shop';
    const item = (await world.table.get([key])).get(key);
    expect([...(item?.strings.keys() ?? [])].filter((name) => name.startsWith('run '))).toHaveLength(20);
    expect(itemBytes(key, item, ['expires'])).toBeLessThanOrEqual(2048);
  });
});

function actions(stage: string, names: readonly string[]): readonly RawEvent[] {
  const events = names.flatMap((action) => [
    buildActionEvent({ stage, action, state: 'STARTED', after: 12 }),
    buildActionEvent({ stage, action, state: 'SUCCEEDED', after: 17 }),
  ]);
  return [...events, buildStageEvent({ stage, state: 'SUCCEEDED', after: 18 })];
}

async function bytesOf({ table }: World): Promise<number> {
  return itemBytes(KEY, (await table.get([KEY])).get(KEY), ['touched', 'expires']);
}
