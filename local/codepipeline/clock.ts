export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Resolves after that time, or as soon as the signal fires. */
  wait(milliseconds: number, signal: AbortSignal): Promise<void>;
}

export function wallClock(): Clock {
  return { now: Date.now, wait: sleep };
}

/** Stands still, and is where it should be after a wait without anybody waiting. */
export function virtualClock(start = Date.now()): Clock {
  let time = start;
  return {
    now: () => time,
    wait: (milliseconds) => {
      time += milliseconds;
      return Promise.resolve();
    },
  };
}

function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(finish, milliseconds);
    signal.addEventListener('abort', finish, { once: true });

    function finish(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', finish);
      resolve();
    }
  });
}
