export interface Clock {
  /** Epoch seconds. */
  now(): number;
}

/** A clock that is set by the answers of somebody whom all ask. */
export interface SharedClock extends Clock {
  /** Takes an answer's Date header; what is none is passed over. */
  set(date: string | undefined): void;
}

export const systemClock: Clock = { now: () => Math.floor(Date.now() / 1000) };

/**
 * Claims and pauses are compared by workers whose own clocks may be minutes apart: they all go by the table's.
 *
 * @param ownTime epoch milliseconds
 */
export function createSharedClock(ownTime: () => number = Date.now): SharedClock {
  let aheadMilliseconds = 0;
  return {
    now: () => Math.floor((ownTime() + aheadMilliseconds) / 1000),
    set(date) {
      const time = Date.parse(date ?? '');
      if (!Number.isNaN(time)) aheadMilliseconds = time - ownTime();
    },
  };
}
