import * as z from 'zod';
import type { Clock } from './clock.ts';
import type { Timeouts } from './interpreter.ts';
import type { TaskTokens } from './task-tokens.ts';
import type { TaskCall } from './tasks/index.ts';

const Seconds = z.number().nonnegative();

// As definition.ts hands it over.
const TaskInput = z.object({
  token: z.string().optional(),
  TimeoutSeconds: Seconds.optional(),
  HeartbeatSeconds: Seconds.optional(),
  input: z.unknown(),
});
const WaitInput = z.object({
  Seconds: Seconds.optional(),
  Timestamp: z.iso.datetime({ offset: true }).optional(),
  input: z.unknown(),
});

/** What a task of an execution is run with. */
export interface TaskSurroundings {
  readonly clock: Pick<Clock, 'after'>;
  readonly tokens: TaskTokens;
  readonly timeouts: Timeouts;
  /** Aborted when the execution is over; what it is aborted with ends its tasks. */
  readonly signal: AbortSignal;
  /** Tasks at work, and those that wait for people or time. */
  readonly tally: { working: number; waiting: number };
}

/** Gives what comes first: the result (with a token: the answer), a failure, a time-out, the end of the execution. */
export function runTask(given: unknown, call: TaskCall, surroundings: TaskSurroundings): Promise<unknown> {
  const { token, TimeoutSeconds, HeartbeatSeconds, input } = TaskInput.parse(given);
  const { clock, tokens, timeouts, tally, signal } = surroundings;
  return first(signal, ({ resolve, reject }) => {
    const limit = (seconds: number | undefined, error: unknown) =>
      seconds === undefined ? () => {} : clock.after(seconds, () => reject(error));
    const endTimeout = limit(TimeoutSeconds, timeouts.task);
    if (token === undefined) {
      void work(call(input), tally).then(resolve, reject);
      return endTimeout;
    }

    let endSilence = limit(HeartbeatSeconds, timeouts.heartbeat);
    const beat = () => {
      endSilence();
      endSilence = limit(HeartbeatSeconds, timeouts.heartbeat);
    };
    tokens.open(token, { succeed: resolve, fail: reject, beat });
    tally.waiting += 1;
    void work(call(input), tally).catch(reject);
    return () => {
      endTimeout();
      endSilence();
      tokens.close(token);
      tally.waiting -= 1;
    };
  });
}

/** A Wait state: gives its input when the time has come. */
export function runWait(given: unknown, { clock, tally, signal }: TaskSurroundings): Promise<unknown> {
  const { Seconds: seconds = 0, Timestamp, input } = WaitInput.parse(given);
  const duration = Timestamp === undefined ? seconds : (Date.parse(Timestamp) - Date.now()) / 1000;
  return first(signal, ({ resolve }) => {
    tally.waiting += 1;
    const end = clock.after(duration, () => resolve(input));
    return () => {
      end();
      tally.waiting -= 1;
    };
  });
}

async function work(called: Promise<unknown>, tally: { working: number }): Promise<unknown> {
  tally.working += 1;
  try {
    return await called;
  } finally {
    tally.working -= 1;
  }
}

/** Settles as `begin` has it, unless the execution ends before; then does what `begin` gave, to clean up. */
async function first(
  signal: AbortSignal,
  begin: (settle: PromiseWithResolvers<unknown>) => () => void,
): Promise<unknown> {
  signal.throwIfAborted();
  const settle = Promise.withResolvers<unknown>();
  const over = () => settle.reject(signal.reason);
  signal.addEventListener('abort', over);
  const cleanUp = begin(settle);
  try {
    return await settle.promise;
  } finally {
    signal.removeEventListener('abort', over);
    cleanUp();
  }
}
