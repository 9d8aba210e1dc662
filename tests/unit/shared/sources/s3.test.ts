import { describe, expect, it } from '@jest/globals';
import { detailsOf, gistOf, noticeOf, readSample, sampleOf, withDetail } from '#tests/support/samples.ts';

describe('an object in S3', () => {
  it.each([
    ['s3/awkward-wrong-types', '[neutral] Object Deleted had an object deleted: 7'],
    ['s3/object-created', '[neutral] release-files has a new object: storefront/1.8.0/bundle.zip'],
    ['s3/object-deleted', '[neutral] release-files had an object deleted: storefront/1.2.0/bundle.zip'],
  ])('%s is told as %s', (name, gist) => {
    expect(gistOf(noticeOf(name))).toBe(gist);
  });

  it.each([
    ['s3/object-expired', 'an object expired'],
    ['s3/object-of-archive', 'it is in an archive of ours'],
  ])('%s is passed over: %s', (name, passedOver) => {
    expect(readSample(name)).toEqual({ passedOver });
  });

  it.each([
    [0, '0 B'],
    [812, '812 B'],
    [5_242_881, '5.2 MB'],
    [1_500_000_000_000, '1.5 TB'],
  ])('of %d bytes has %s', (size, text) => {
    const object = { ...Object(sampleOf('s3/object-created').detail['object']), size };

    expect(detailsOf(noticeOf(withDetail('s3/object-created', { object })))[0]).toBe(`Size: ${text}`);
  });

  it('tells how it came, and not from where', () => {
    const notice = noticeOf('s3/object-created');

    expect(detailsOf(notice)).toContain('How: PutObject');
    expect(JSON.stringify(notice)).not.toContain('192.0.2.17');
  });

  it('has no link where its key would have to be cut', () => {
    expect(noticeOf('s3/awkward-long-key').link).toBeUndefined();
  });
});
