import { expect, it } from '@jest/globals';
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

function createAgenda(clock: Clock, report: (error: unknown) => void = () => undefined): Agenda {
  return new Agenda({ clock, pace: 1, before: () => Promise.resolve(), report });
}

/** By then the agenda has gone to sleep on its first entry. */
function asleep(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
