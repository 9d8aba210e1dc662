import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { fireAtRate } from '#local/aws/events/schedule.ts';

const MINUTE = 60_000;

describe('fireAtRate', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it.each([
    ['rate(1 minute)', MINUTE],
    ['rate(5 minutes)', 5 * MINUTE],
    ['rate(2 hours)', 120 * MINUTE],
    ['rate(1 day)', 24 * 60 * MINUTE],
  ])('fires %s, first after one interval, until it is cleared', (expression, interval) => {
    let fired = 0;
    const timer = fireAtRate(expression, () => {
      fired += 1;
    });

    jest.advanceTimersByTime(interval - 1);
    const before = fired;
    jest.advanceTimersByTime(2 * interval);
    clearInterval(timer);
    jest.advanceTimersByTime(10 * interval);

    expect([before, fired]).toEqual([0, 2]);
  });

  it.each(['cron(0 12 * * ? *)', 'rate(5 seconds)', ''])('refuses "%s", by name', (expression) => {
    expect(() => fireAtRate(expression, () => undefined)).toThrow(`not ${expression}`);
  });
});
