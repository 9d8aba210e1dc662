import { describe, expect, it } from '@jest/globals';
import type { RawEvent } from '#tests/support/build-event.ts';
import { failingExecution, quietExecution, recoveringExecution } from '#tests/support/scenes.ts';
import { FaultWorld } from './support/fault-world.ts';
import { measured } from './support/figures.ts';
import { type Seen, seenIn } from './support/view.ts';

const SCENES = { quiet: quietExecution(), failing: failingExecution(), recovering: recoveringExecution() };

describe('R2 events in any order', () => {
  it.each(Object.entries(SCENES))(
    'shows the same card when a %s execution comes in reverse',
    async (_, events) => {
      const inOrder = await playInTurn(events);

      const reversed = await playInTurn(events.toReversed());

      expect(reversed).toEqual(inOrder);
    },
  );

  it('shows the same card for every order of the last five events', async () => {
    const events = recoveringExecution();
    const inOrder = JSON.stringify(await playInTurn(events));
    const orders = permutations(events.slice(-5));

    let same = 0;
    for (const order of orders) {
      const seen = JSON.stringify(await playInTurn([...events.slice(0, -5), ...order]));
      same += Number(seen === inOrder);
    }

    expect([same, orders.length]).toEqual([120, 120]);
    measured(
      'R2',
      `${same} of ${orders.length} orders of the last five events, and 3 scenes reversed, byte for byte the same card`,
    );
  });
});

/** A second apart, whatever their times say: the order on the queue is the order given. */
async function playInTurn(events: readonly RawEvent[]): Promise<readonly Omit<Seen, 'replies'>[]> {
  const world = new FaultWorld();
  for (const [index, event] of events.entries()) world.send(event, index * 2);
  await world.pass(events.length * 2);
  await world.drain();
  // News that was overtaken before it could be told is left out, so only the card is the same.
  return seenIn(world.slack).map(({ text, blocks }) => ({ text, blocks }));
}

function permutations<T>(items: readonly T[]): readonly (readonly T[])[] {
  if (items.length <= 1) return [items];
  return items.flatMap((item, index) =>
    permutations(items.toSpliced(index, 1)).map((rest) => [item, ...rest]),
  );
}
