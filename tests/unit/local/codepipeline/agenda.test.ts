import { describe, expect, it } from '@jest/globals';
import { Agenda } from '#local/codepipeline/agenda.ts';
import type { Clock } from '#local/codepipeline/clock.ts';
import { virtualClock, wallClock } from '#local/codepipeline/clock.ts';

const HOUR = 3_600_000;

it('performs tasks in order of time, and of entry at the same time', async () => {
  const agenda = createAgenda(virtualClock());
  const seen: string[] = [];
  for (const [name, milliseconds] of [
    ['c', 20],
    ['a', 10],
    ['d', 20],
    ['b', 10],
  ] as const)
    agenda.after(milliseconds, () => seen.push(name));

  await agenda.idle();

  expect(seen).toEqual(['a', 'b', 'c', 'd']);
});

it('does not oversleep what is entered while it waits for something later', async () => {
  const agenda = createAgenda(wallClock());
  agenda.after(HOUR, () => undefined);
  await asleep();

  const done = new Promise<void>((resolve) => agenda.after(5, resolve));

  await expect(done).resolves.toBeUndefined();
  agenda.stop();
  await agenda.idle();
});

it('is idle as soon as its last task is taken off', async () => {
  const agenda = createAgenda(wallClock());
  const cancel = agenda.after(HOUR, () => undefined);
  await asleep();

  cancel();

  await expect(agenda.idle()).resolves.toBeUndefined();
});

it('reports a task that throws and performs the others', async () => {
  const reports: unknown[] = [];
  const agenda = createAgenda(virtualClock(), (error) => reports.push(error));
  const seen: string[] = [];
  agenda.after(1, () => {
    throw new Error('bug');
  });
  agenda.after(2, () => seen.push('next'));

  await agenda.idle();

  expect(reports).toEqual([new Error('bug')]);
  expect(seen).toEqual(['next']);
});

describe('a deadline', () => {
  it('does not come by itself on a clock that waits for nobody', async () => {
    const agenda = createAgenda(virtualClock());
    const seen: string[] = [];
    agenda.deadline(agenda.now() + HOUR, () => seen.push('deadline'));
    agenda.after(10, () => seen.push('task'));

    await agenda.idle();

    expect(seen).toEqual(['task']);
  });

  it('comes in its order when there is something to do after it', async () => {
    const agenda = createAgenda(virtualClock());
    const seen: string[] = [];
    agenda.deadline(agenda.now() + HOUR, () => seen.push('deadline'));
    await agenda.idle();

    agenda.after(2 * HOUR, () => seen.push('task'));
    await agenda.idle();

    expect(seen).toEqual(['deadline', 'task']);
  });

  it('does not come when the last task before it is taken off', async () => {
    const clock = virtualClock(0);
    const heard = Promise.withResolvers<void>();
    const agenda = createAgenda(clock, undefined, () => heard.promise);
    const seen: string[] = [];
    agenda.deadline(HOUR, () => seen.push('deadline'));
    const cancel = agenda.after(10, () => seen.push('task'));

    cancel();
    heard.resolve();
    await agenda.idle();

    expect(seen).toEqual([]);
    expect(clock.now()).toBe(0);
  });

  it('comes in real time, though the agenda is idle until then', async () => {
    const agenda = createAgenda(wallClock());
    const done = new Promise<void>((resolve) => agenda.deadline(agenda.now() + 5, resolve));
    const cancel = agenda.deadline(agenda.now() + 1, () => undefined);

    cancel();

    await expect(agenda.idle()).resolves.toBeUndefined();
    await expect(done).resolves.toBeUndefined();
  });

  it('may be farther away than any timer goes', async () => {
    const { rest, ...clock } = wallClock();
    let rests = 0;
    const counted: Clock = {
      ...clock,
      rest: (...given) => {
        rests += 1;
        return rest(...given);
      },
    };
    const agenda = createAgenda(counted);
    agenda.deadline(agenda.now() + 60 * 24 * HOUR, () => undefined);

    await new Promise((resolve) => setTimeout(resolve, 20));
    agenda.stop();

    expect(rests).toBe(1);
  });
});

function createAgenda(
  clock: Clock,
  report: (error: unknown) => void = () => undefined,
  before: () => Promise<void> = () => Promise.resolve(),
): Agenda {
  return new Agenda({ clock, pace: 1, before, report });
}

/** By then the agenda has gone to sleep on its first entry. */
function asleep(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
