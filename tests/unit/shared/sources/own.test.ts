import { describe, expect, it } from '@jest/globals';
import { readEvent } from '#shared/sources/index.ts';
import { noticeOf, readSample, sampleOf } from '#tests/support/samples.ts';

describe('an event of ours', () => {
  it.each(['own/failed', 'own/of-stage'])(
    '%s is passed over, so that nothing goes round in a circle',
    (name) => {
      expect(readSample(name)).toEqual({ passedOver: 'it is an event of ours' });
    },
  );

  it.each(['execution/1/r/p/e', 'notice/1'])(
    'is passed over as the message about %s, which a topic got',
    (record) => {
      const message = { version: 1, record, announcement: { key: 'failed 1', status: 'failed' } };

      expect(readEvent(message, { receivedAt: 0 })).toEqual({ passedOver: 'it is an event of ours' });
    },
  );

  it.each([{ record: 'R-17' }, { record: ['notice/1'] }, { source: 'shop', record: 'notice/1' }])(
    'is not everything that has a record: %j',
    (event) => {
      expect(readEvent(event, { receivedAt: 0 })).toMatchObject({ notice: { kind: 'notice' } });
    },
  );

  it.each(['signalboxes', 'my.signalbox', 'aws.signalbox'])('is none of %s', (source) => {
    expect(noticeOf({ ...sampleOf('own/failed'), source })).toMatchObject({ source });
  });
});
