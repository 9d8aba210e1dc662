import { describe, expect, it } from '@jest/globals';
import { createSharedClock } from '#shared/clients/clock.ts';

const OWN = Date.parse('2026-03-04T09:15:00Z');
const TABLE = 'Wed, 04 Mar 2026 09:25:00 GMT';

describe('a shared clock', () => {
  it('tells its own time until somebody says what time it is', () => {
    expect(createSharedClock(() => OWN).now()).toBe(OWN / 1000);
  });

  it('tells the time of the last answer, and goes on from there', () => {
    let own = OWN;
    const clock = createSharedClock(() => own);

    clock.set(TABLE);
    own += 5000;

    expect(clock.now()).toBe(Date.parse(TABLE) / 1000 + 5);
  });

  it('does not follow a header that is only underway', () => {
    const clock = createSharedClock(() => OWN + 999);

    clock.set(new Date(OWN).toUTCString());

    expect(clock.nowMilliseconds()).toBe(OWN + 999);
  });

  it.each([undefined, '', 'yesterday'])('passes over what is no date (%s)', (date) => {
    const clock = createSharedClock(() => OWN);
    clock.set(TABLE);

    clock.set(date);

    expect(clock.now()).toBe(Date.parse(TABLE) / 1000);
  });
});
