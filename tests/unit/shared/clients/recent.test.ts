import { describe, expect, it } from '@jest/globals';
import { createRecent } from '#shared/clients/recent.ts';
import { FakeClock } from '#tests/support/fakes.ts';

/** Asks a counter, whose answers are 1, 2, 3 …; refusals are told by what is not a number. */
function setup(refused: readonly number[] = []) {
  const clock = new FakeClock(1000);
  const recent = createRecent<number>(clock);
  let asked = 0;
  const question = async () => {
    asked += 1;
    if (refused.includes(asked)) throw new Error(`refused ${asked}`);
    return asked;
  };
  const ask = (key = 'key', isEnough: (answer: number, askedAt: number) => boolean = () => true) =>
    recent.ask(key, question, isEnough);
  return { clock, ask, asked: () => asked };
}

describe('a recent answer', () => {
  it('serves for half a minute', async () => {
    const { clock, ask } = setup();

    const first = await ask();
    clock.time += 29;
    const second = await ask();
    clock.time += 1;
    const third = await ask();

    expect([first, second, third]).toEqual([1, 1, 2]);
  });

  it('is given for its own key alone', async () => {
    const { ask } = setup();

    expect([await ask('one'), await ask('other'), await ask('one')]).toEqual([1, 2, 1]);
  });

  it('that is not enough is asked for again, once for all who ask at the same time', async () => {
    const { clock, ask, asked } = setup();
    const since = (time: number) => ask('key', (_, askedAt) => askedAt >= time);

    const before = await Promise.all([ask(), ask(), ask()]);
    clock.time += 5;
    const after = await Promise.all([since(1000), since(1005), since(1005), since(1001)]);

    expect(before).toEqual([1, 1, 1]);
    expect(after).toEqual([1, 2, 2, 2]);
    expect(asked()).toBe(2);
  });

  it('is not looked for again and again where nothing is ever enough', async () => {
    const { ask } = setup();
    const never = () => ask('key', () => false);

    expect([await never(), await never(), ...(await Promise.all([never(), never()]))]).toEqual([1, 2, 3, 4]);
  });

  it('that was refused is refused to all of that second, and asked for again after it', async () => {
    const { clock, ask } = setup([1]);

    await expect(Promise.all([ask(), ask()])).rejects.toThrow('refused 1');
    await expect(ask()).rejects.toThrow('refused 1');
    clock.time += 1;

    expect(await ask()).toBe(2);
  });

  it('is forgotten when fifty others came after it', async () => {
    const { ask } = setup();

    for (let key = 0; key <= 50; key += 1) await ask(`key ${key}`);

    expect(await ask('key 50')).toBe(51);
    expect(await ask('key 1')).toBe(2);
    expect(await ask('key 0')).toBe(52);
  });
});
