import { describe, expect, it } from '@jest/globals';
import { buttonsOf, createWorld, press, started } from './support/approvals.ts';

const HOUR = 3600;

describe('an approval that nobody decides', () => {
  it('is reminded of once a day and once before its deadline', async () => {
    const world = createWorld();
    world.approvals.timeoutMinutes = 40 * 60;
    await world.play(...started());

    const texts: number[] = [];
    for (let hour = 1; hour < 40; hour += 1) {
      await world.wait(HOUR);
      await world.sweep();
      await world.wait(2);
      texts.push(world.slack.replies.length - 1);
    }

    expect(texts.indexOf(1) + 1).toBe(24);
    expect(texts.indexOf(2) + 1).toBe(36);
    expect(texts.at(-1)).toBe(2);
    expect(world.slack.replies.at(-1)?.body['text']).toContain('waits for approval');
    expect(buttonsOf(world)).toHaveLength(6);
  });

  it('is reminded of no more once it is decided, and the reminder says so', async () => {
    const world = createWorld();
    await world.play(...started());
    await world.wait(24 * HOUR);
    await world.sweep();
    await world.wait(2);

    await world.ask(press(world));
    await world.wait(24 * HOUR);
    await world.sweep();
    await world.wait(2);

    expect(world.slack.replies.map(({ body }) => body['text'])).toEqual([
      expect.stringContaining('was approved by Ada Okafor'),
      expect.stringContaining('was approved by Ada Okafor'),
    ]);
    expect(buttonsOf(world)).toEqual([]);
  });

  it('costs no call when nothing is open', async () => {
    const world = createWorld();
    await world.play(...started());
    await world.ask(press(world));
    await world.wait(600);
    await world.sweep();
    await world.wait(600);

    expect(await world.table.list({ kind: 'approval', touchedBefore: world.clock.time, limit: 10 })).toEqual(
      [],
    );
  });
});
