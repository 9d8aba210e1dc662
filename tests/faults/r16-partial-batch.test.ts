import { describe, expect, it } from '@jest/globals';
import { UnavailableError } from '#shared/errors.ts';
import { quietExecution } from '#tests/support/scenes.ts';
import { FaultWorld } from './support/fault-world.ts';
import { measured } from './support/figures.ts';
import { retarget } from './support/schedule.ts';

describe('R16 three of ten fail', () => {
  it('gives back exactly those, and does the other seven once', async () => {
    const unlucky = ['e-2', 'e-5', 'e-9'];
    const written: string[] = [];
    const world = new FaultWorld();
    const { add } = world.table;
    world.table.add = async (pk, addition) => {
      const id = pk.split('/').at(-1) ?? '';
      written.push(id);
      if (unlucky.includes(id) && written.filter((other) => other === id).length === 1)
        throw new UnavailableError('no answer', { ambiguous: true });
      return add(pk, addition);
    };
    const [started] = quietExecution();
    if (started === undefined) throw new Error('the scene is empty');

    for (let index = 0; index < 10; index += 1)
      world.send(retarget(started, { pipeline: 'web-shop', executionId: `e-${index}`, startSeconds: 0 }));
    await world.pass(2);
    const left = world.queues.ingest.messages.map(({ body }) => JSON.parse(body).detail['execution-id']);
    await world.drain();

    expect(left).toEqual(unlucky);
    expect(world.slack.channels()[0]?.messages).toHaveLength(10);
    measured('R16', `${left.length} of 10 given back, 7 not repeated`);
  });
});
