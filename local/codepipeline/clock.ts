export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Resolves after that time or earlier, and as soon as the signal fires. */
  wait(milliseconds: number, signal: AbortSignal): Promise<void>;
  /** The same where nothing is to happen meanwhile but what people do. */
  rest(milliseconds: number, signal: AbortSignal): Promise<void>;
}

/** A timer that is to take longer goes off at once. */
const LONGEST_TIMER_MILLISECONDS = 2 ** 31 - 1;

export function wallClock(): Clock {
  return { now: Date.now, wait: sleep, rest: sleep };
}

/** Stands still, and is where it should be after a wait without anybody waiting. Gives people all the time. */
export function virtualClock(start = Date.now()): Clock {
  let time = start;
  return {
    now: () => time,
    wait: (milliseconds) => {
      time += milliseconds;
      return Promise.resolve();
    },
    rest: () => new Promise(() => undefined),
  };
}

/** May be too short, never too long. */
function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(finish, Math.min(milliseconds, LONGEST_TIMER_MILLISECONDS));
    signal.addEventListener('abort', finish, { once: true });

    function finish(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', finish);
      resolve();
    }
  });
}
