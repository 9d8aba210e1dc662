import { describe, expect, it } from '@jest/globals';
import { Throttle } from '#local/aws/throttle.ts';

describe('a throttle', () => {
  it('lets a burst through, and then so many a second', () => {
    let milliseconds = 5000;
    const throttle = new Throttle({ burst: 3, perSecond: 2 }, () => milliseconds);
    const admitted = (requests: number) =>
      Array.from({ length: requests }, () => throttle.admits()).filter(Boolean).length;

    expect(admitted(10)).toBe(3);
    milliseconds += 499;
    expect(admitted(10)).toBe(0);
    milliseconds += 1;
    expect(admitted(10)).toBe(1);
    milliseconds += 1000;
    expect(admitted(10)).toBe(2);
    milliseconds += 3_600_000;
    expect(admitted(10)).toBe(3);
  });

  it('without a limit lets everything through', () => {
    const throttle = new Throttle();

    expect(Array.from({ length: 100 }, () => throttle.admits())).not.toContain(false);
  });
});
