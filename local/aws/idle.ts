import { setTimeout as wait } from 'node:timers/promises';
import type { Services } from './resources/kind.ts';

const CHECK_MILLISECONDS = 10;

/**
 * Resolves when nothing is queued, delivered or run any more. State machines that wait, for an answer by task token
 * or for time, are left out: nobody knows when they go on. Those that wait to try again are not.
 */
export async function waitUntilIdle(services: Services, timeoutMilliseconds: number): Promise<void> {
  const giveUpAt = Date.now() + timeoutMilliseconds;
  for (const mapping of services.mappings) mapping.hurry(true);
  try {
    for (;;) {
      const work = outstandingWork(services);
      if (work.length === 0) return;
      if (Date.now() >= giveUpAt)
        throw new Error(`Not idle after ${timeoutMilliseconds} ms: ${work.join(', ')}`);
      await wait(CHECK_MILLISECONDS);
    }
  } finally {
    for (const mapping of services.mappings) mapping.hurry(false);
  }
}

function outstandingWork({ bus, functions, mappings, states }: Services): readonly string[] {
  const queued = mappings.map(({ outstanding, settings }) => count(outstanding, `in ${settings.queue.name}`));
  const running = [...functions.values()].map(({ host, asynchronous }) =>
    count(host.running + asynchronous.pending, `run by ${host.settings.name}`),
  );
  const elsewhere = [count(bus.delivering(), 'on the bus'), count(states.busy(), 'run by state machines')];
  return [...queued, ...running, ...elsewhere].flat();
}

function count(number: number, where: string): readonly string[] {
  return number === 0 ? [] : [`${number} ${where}`];
}
