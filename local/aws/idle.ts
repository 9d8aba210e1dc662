import { setTimeout as wait } from 'node:timers/promises';
import type { Services } from './resources/kind.ts';

const CHECK_MILLISECONDS = 10;

/** Resolves when nothing is queued, delivered or run any more. */
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

function outstandingWork({ bus, functions, mappings }: Services): readonly string[] {
  const queued = mappings.map(({ outstanding, settings }) => count(outstanding, `in ${settings.queue.name}`));
  const running = [...functions.values()].map(({ host, asynchronous }) =>
    count(host.running + asynchronous.pending, `run by ${host.settings.name}`),
  );
  return [...queued, ...running, count(bus.delivering(), 'on the bus')].flat();
}

function count(number: number, where: string): readonly string[] {
  return number === 0 ? [] : [`${number} ${where}`];
}
