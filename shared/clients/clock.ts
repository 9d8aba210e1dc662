export interface Clock {
  /** Epoch seconds. */
  now(): number;
}

/** A clock that is set by the answers of somebody whom all ask. */
export interface SharedClock extends Clock {
  nowMilliseconds(): number;
  /** Takes an answer's Date header; what is none is passed over. */
  set(date: string | undefined): void;
}

export const systemClock: Clock = { now: () => Math.floor(Date.now() / 1000) };

/** A Date header has whole seconds and is underway for a while: what is less says nothing. */
const SMALLEST_DIFFERENCE_MILLISECONDS = 5000;

/**
 * Claims, pauses and budgets are compared by workers whose own clocks may be minutes apart: they all go by the table's.
 *
 * @param ownTime epoch milliseconds
 */
export function createSharedClock(ownTime: () => number = Date.now): SharedClock {
  let aheadMilliseconds = 0;
  const nowMilliseconds = () => ownTime() + aheadMilliseconds;
  return {
    now: () => Math.floor(nowMilliseconds() / 1000),
    nowMilliseconds,
    set(date) {
      const difference = Date.parse(date ?? '') - nowMilliseconds();
      if (Math.abs(difference) > SMALLEST_DIFFERENCE_MILLISECONDS) aheadMilliseconds += difference;
    },
  };
}
