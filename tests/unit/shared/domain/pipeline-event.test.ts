import { describe, expect, it } from '@jest/globals';
import { parseRecordKey, toRecordKey } from '#shared/domain/pipeline-event.ts';
import { fc } from '#tests/support/property.ts';

describe('the key of an execution', () => {
  it('is readable, and gives back what it was made of', () => {
    const identity = {
      account: '111122223333',
      region: 'eu-west-1',
      pipeline: 'web-shop',
      executionId: 'e-1',
    };

    expect(toRecordKey(identity)).toBe('execution/111122223333/eu-west-1/web-shop/e-1');
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', minLength: 1 }),
        fc.string({ unit: 'grapheme', minLength: 1 }),
        (pipeline, executionId) => {
          const named = { ...identity, pipeline, executionId };
          expect(parseRecordKey(toRecordKey(named))).toEqual(named);
        },
      ),
    );
  });

  it.each(['', 'execution', 'execution/1/2/3', 'notice/1', 'execution/%/%/%/%'])('is not "%s"', (key) => {
    expect(parseRecordKey(key)).toBeUndefined();
  });
});
