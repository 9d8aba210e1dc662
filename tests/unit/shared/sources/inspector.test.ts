import { describe, expect, it } from '@jest/globals';
import { gistOf, noticeOf, readSample, withDetail } from '#tests/support/samples.ts';

describe('Inspector', () => {
  it.each([
    [
      'inspector/finding-critical-in-function',
      '[bad] arn:aws:lambda:eu-west-1:111122223333:function:resize:$LATEST has a critical vulnerability: CVE-2099-12345 - unpack',
    ],
    [
      'inspector/finding-critical',
      '[bad] shop/storefront:1.8.0, stable has a critical vulnerability: CVE-2099-12345 - unpack',
    ],
    [
      'inspector/scan-with-findings',
      '[bad] shop/storefront:1.8.0 has vulnerabilities: 1 critical, 12 high, 40 medium',
    ],
  ])('%s is told as %s', (name, gist) => {
    expect(gistOf(noticeOf(name))).toBe(gist);
  });

  it.each([
    ['inspector/finding-closed', 'a finding is not critical or not open'],
    ['inspector/finding-medium', 'a finding is not critical or not open'],
    ['inspector/scan-clean', 'a scan found nothing worth a message'],
  ])('%s is passed over: %s', (name, passedOver) => {
    expect(readSample(name)).toEqual({ passedOver });
  });

  it('tells of a finding in whatever letters its severity and status are', () => {
    const small = withDetail('inspector/finding-critical', { severity: 'Critical', status: 'active' });

    expect(gistOf(noticeOf(small))).toBe(gistOf(noticeOf('inspector/finding-critical')));
  });

  it('tells what a scan found that has no status', () => {
    const scan = withDetail('inspector/scan-with-findings', { 'scan-status': null });

    expect(gistOf(noticeOf(scan))).toBe(
      '[bad] shop/storefront:1.8.0 has vulnerabilities: 1 critical, 12 high, 40 medium',
    );
  });

  it('names what is not an image by its ARN, and nothing by the kind of the event', () => {
    const bare = withDetail('inspector/finding-critical', { resources: 'none', title: null });

    expect(gistOf(noticeOf(bare))).toBe('[bad] Inspector2 Finding has a critical vulnerability: not named');
  });
});
