import { describe, expect, it } from '@jest/globals';
import { detailsOf, gistOf, noticeOf, readSample, sampleOf, withDetail } from '#tests/support/samples.ts';

describe('an image in ECR', () => {
  it.each([
    ['ecr/awkward-null-counts', '[bad] ECR Image Scan could not be scanned'],
    ['ecr/image-deleted', '[neutral] shop/storefront:1.2.0 was deleted'],
    ['ecr/image-push-failed', '[bad] shop/storefront@cd2748ca301f could not be pushed'],
    ['ecr/image-replication-failed', '[bad] shop/storefront:1.8.0 could not be replicated'],
    [
      'ecr/pull-through-failed',
      '[bad] docker-hub/library/node:24 could not be pulled: The credentials of the upstream registry are not valid',
    ],
    ['ecr/image-pushed', '[good] shop/storefront:1.8.0 was pushed'],
    ['ecr/scan-failed', '[bad] shop/storefront:1.8.0 could not be scanned'],
    ['ecr/scan-with-few-findings', '[neutral] shop/storefront@8927e57fbb20 has vulnerabilities: 3 medium'],
    ['ecr/scan-with-findings', '[bad] shop/storefront:1.8.0 has vulnerabilities: 2 critical, 7 high'],
  ])('%s is told as %s', (name, gist) => {
    expect(gistOf(noticeOf(name))).toBe(gist);
  });

  it.each([
    ['ecr/image-expired', 'an image has no tag'],
    ['ecr/image-pushed-without-tag', 'an image has no tag'],
    ['ecr/image-replicated', 'an image was copied or moved'],
    ['ecr/pull-through-synced', 'an image was copied or moved'],
    ['ecr/scan-clean', 'a scan found nothing worth a message'],
  ])('%s is passed over: %s', (name, passedOver) => {
    expect(readSample(name)).toEqual({ passedOver });
  });

  it('has its digest beside its name, and the page of its repository', () => {
    const notice = noticeOf('ecr/image-pushed');

    expect(detailsOf(notice)).toEqual([expect.stringMatching(/^Digest: sha256:[0-9a-f]{64}$/)]);
    expect(notice.link?.url).toBe(
      'https://eu-west-1.console.aws.amazon.com/ecr/repositories/private/111122223333/shop/storefront?region=eu-west-1',
    );
  });

  it('that could not be replicated is told with where from', () => {
    expect(detailsOf(noticeOf('ecr/image-replication-failed'))).toEqual([
      expect.stringMatching(/^Digest: sha256:/),
      'From: 444455556666 · eu-central-1',
    ]);
    expect(detailsOf(noticeOf('ecr/pull-through-failed'))).toEqual(['From: registry-1.docker.io']);
  });

  it.each([
    [{ 'failure-reason': null }, 'could not be pulled: UPSTREAM_ACCESS_DENIED'],
    [{ 'failure-code': null, 'failure-reason': null }, 'could not be pulled'],
  ])('that could not be pulled through is told as far as is known: %j', (changes, headline) => {
    expect(noticeOf(withDetail('ecr/pull-through-failed', changes)).headline).toBe(headline);
  });

  it.each([
    [{ CRITICAL: '1' }, '[bad] shop/storefront:1.8.0 has vulnerabilities: 1 critical'],
    [{ HIGH: 2, MEDIUM: 0 }, '[bad] shop/storefront:1.8.0 has vulnerabilities: 2 high'],
    [{ MEDIUM: 3, LOW: 50 }, '[neutral] shop/storefront:1.8.0 has vulnerabilities: 3 medium'],
  ])('is told of a scan that found %j', (counts, gist) => {
    const scan = withDetail('ecr/scan-with-findings', { 'finding-severity-counts': counts });

    expect(gistOf(noticeOf(scan))).toBe(gist);
  });

  it.each([undefined, null, 'complete', 'COMPLETE'])('is told of a scan whose status is %j', (status) => {
    const counts = { CRITICAL: 2 };
    const scan = { 'scan-status': status, 'finding-severity-counts': counts, 'repository-name': 'shop' };

    expect(gistOf(noticeOf({ ...sampleOf('ecr/scan-with-findings'), detail: scan }))).toBe(
      '[bad] shop has vulnerabilities: 2 critical',
    );
  });

  it.each([
    ['failed', '[bad] shop/storefront:1.8.0 could not be scanned'],
    ['UNSUPPORTED_IMAGE', '[bad] shop/storefront:1.8.0 could not be scanned: UNSUPPORTED_IMAGE'],
    ['PONDERING', '[neutral] shop/storefront:1.8.0 has a scan in state PONDERING'],
  ])('is told of a scan without findings in state %s', (status, gist) => {
    expect(gistOf(noticeOf(withDetail('ecr/scan-failed', { 'scan-status': status })))).toBe(gist);
  });

  it('is passed over when nothing is told of its scan', () => {
    const scan = { ...sampleOf('ecr/scan-with-findings'), detail: null };

    expect(() => noticeOf(scan)).toThrow('a scan found nothing worth a message');
  });

  it.each([{}, null, { CRITICAL: 0 }, { CRITICAL: 'many', HIGH: -1 }, { CRITICAL: '1e999' }])(
    'is passed over when a scan found %j',
    (counts) => {
      const scan = withDetail('ecr/scan-with-findings', { 'finding-severity-counts': counts });

      expect(() => noticeOf(scan)).toThrow('a scan found nothing worth a message');
    },
  );

  it('is told in whatever letters its action and its result are', () => {
    const small = withDetail('ecr/image-push-failed', { 'action-type': 'push', result: 'failure' });

    expect(gistOf(noticeOf(small))).toBe('[bad] shop/storefront@cd2748ca301f could not be pushed');
  });

  it('is passed over when it was copied, and when its tag is empty', () => {
    expect(() => noticeOf(withDetail('ecr/image-pushed', { 'action-type': 'REPLICATE' }))).toThrow(
      'passedOver',
    );
    expect(() => noticeOf(withDetail('ecr/image-pushed', { 'image-tag': '' }))).toThrow(
      'an image has no tag',
    );
  });
});
