import { describe, expect, it } from '@jest/globals';
import { ADA, BEN } from '#tests/support/fake-people.ts';
import { audit, buttonsOf, createWorld, press, started } from './support/approvals.ts';
import type { World } from './support/world.ts';

type Moment = 'before' | 'after';

/** Awaits of a decision by two votes, more than there are. */
const MOST_AWAITS = 60;

describe('A5: a worker that is killed while it decides', () => {
  it.each<Moment>(['before', 'after'])('costs nothing, whichever await it is killed %s', async (moment) => {
    let killed = 0;
    for (let await_ = 1; await_ <= MOST_AWAITS; await_ += 1) {
      const world = createWorld(`users: [${ADA}, ${BEN}], votes: 2, ownChange: allowed`);
      await world.play(...started());
      const clicks = [press(world), press(world, { user: BEN, reason: 'fine' })];
      const wasKilled = killOnce(world, { await_, moment });

      await world.ask(...clicks);
      for (let time = 0; time < 5; time += 1) await world.wait(30);

      if (wasKilled()) killed += 1;
      expect([await_, world.approvals.answers.map(({ choice }) => choice)]).toEqual([await_, ['approve']]);
      expect(world.slack.replies[0]?.body['text']).toMatch(
        /was approved by (Ada Okafor, Ben Lindqvist|Ben Lindqvist, Ada Okafor)/,
      );
      expect(buttonsOf(world)).toEqual([]);
      expect(audit(world).filter(({ kind }) => kind === 'decision')).toHaveLength(1);
      expect(world.left).toBe(0);
      expect(world.queues.parked).toEqual([]);
    }
    expect(killed).toBeGreaterThan(15);
    expect(killed).toBeLessThan(MOST_AWAITS);
  });
});

interface Kill {
  readonly await_: number;
  readonly moment: Moment;
}

/** Breaks off at the so-manieth call to something outside, once; gives whether that many were made. */
function killOnce(world: World, { await_, moment }: Kill): () => boolean {
  let calls = 0;
  const gate = async <T>(work: () => Promise<T>): Promise<T> => {
    calls += 1;
    const isLast = calls === await_;
    if (isLast && moment === 'before') throw new Error('killed');
    const result = await work();
    if (isLast) throw new Error('killed');
    return result;
  };
  const { table, approvals, objects, people } = world;
  const [add, get, replace] = [table.add, table.get, table.replace];
  Object.assign(table, {
    add: (...input: Parameters<typeof add>) => gate(() => add(...input)),
    get: (...input: Parameters<typeof get>) => gate(() => get(...input)),
    replace: (...input: Parameters<typeof replace>) => gate(() => replace(...input)),
  });
  const answer = approvals.answer.bind(approvals);
  approvals.answer = (given) => gate(() => answer(given));
  const put = objects.put.bind(objects);
  objects.put = (object) => gate(() => put(object));
  const whisper = people.whisper.bind(people);
  people.whisper = (message) => gate(() => whisper(message));
  return () => calls >= await_;
}
