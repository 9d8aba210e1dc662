import { describe, expect, it } from '@jest/globals';
import { noticeOf, readSample, sampleOf } from '#tests/support/samples.ts';

describe('an event of ours', () => {
  it.each(['own/failed', 'own/of-stage'])(
    '%s is passed over, so that nothing goes round in a circle',
    (name) => {
      expect(readSample(name)).toEqual({ passedOver: 'it is an event of ours' });
    },
  );

  it.each(['signalboxes', 'my.signalbox', 'aws.signalbox'])('is none of %s', (source) => {
    expect(noticeOf({ ...sampleOf('own/failed'), source })).toMatchObject({ source });
  });
});
