import { setTimeout as wait } from 'node:timers/promises';
import { UnavailableError } from '#shared/errors.ts';

/** The answer, or an error once the time is over; the work itself goes on, heard by nobody. @throws UnavailableError */
export async function inTime<T>(work: Promise<T>, milliseconds: number, what: string): Promise<T> {
  const over = new AbortController();
  const timeout = wait(Math.max(0, milliseconds), undefined, { signal: over.signal }).then(() => {
    throw new UnavailableError(`${what} took too long`);
  });
  try {
    return await Promise.race([work, timeout]);
  } finally {
    over.abort();
    timeout.catch(() => undefined);
    work.catch(() => undefined);
  }
}
