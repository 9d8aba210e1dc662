import { describe, expect, it } from '@jest/globals';
import { failingExecution, quietExecution } from '#tests/support/scenes.ts';
import { FaultWorld } from './support/fault-world.ts';
import { measured } from './support/figures.ts';
import { seenIn } from './support/view.ts';

const TIMES = 10;

describe('R3 every event ten times', () => {
  it('costs no Slack call and at most one write for each that came before', async () => {
    const world = new FaultWorld({ environments: 8 });
    await world.play(failingExecution());
    const before = { slack: world.slack.calls.length, writes: writesOf(world), seen: seenIn(world.slack) };

    for (const event of failingExecution()) for (let time = 1; time < TIMES; time += 1) world.send(event);
    await world.pass(1);
    await world.drain();

    const duplicates = failingExecution().length * (TIMES - 1);
    const writes = writesOf(world) - before.writes;
    expect(world.slack.calls.length - before.slack).toBe(0);
    expect(writes).toBeLessThanOrEqual(duplicates);
    expect(seenIn(world.slack)).toEqual(before.seen);
    measured(
      'R3',
      `${duplicates} duplicates: 0 Slack calls, ${(writes / duplicates).toFixed(2)} writes each`,
    );
  });

  it('makes one post of what ten environments learn at once', async () => {
    const world = new FaultWorld({ environments: 8, latency: () => world.random.between(1, 50) });

    for (const event of world.random.shuffle(Array.from({ length: TIMES }, quietExecution).flat()))
      world.send(event);
    await world.pass(1);
    await world.drain();

    expect(seenIn(world.slack).map(({ text }) => text)).toEqual(['web-shop succeeded']);
    expect(world.slack.calls.filter(({ method }) => method === 'chat.postMessage')).toHaveLength(1);
  });
});

function writesOf({ done }: FaultWorld): number {
  return (done.get('dynamodb add') ?? 0) + (done.get('dynamodb replace') ?? 0);
}
