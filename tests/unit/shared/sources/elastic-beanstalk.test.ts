import { describe, expect, it } from '@jest/globals';
import { detailsOf, gistOf, noticeOf, readSample, withDetail } from '#tests/support/samples.ts';

describe('an environment of Elastic Beanstalk', () => {
  it.each([
    ['elastic-beanstalk/awkward-no-message', '[bad] storefront-prod has trouble: Instance removed'],
    [
      'elastic-beanstalk/health-recovered',
      '[good] storefront-prod is well again: Environment health has transitioned from Severe to Ok.',
    ],
    [
      'elastic-beanstalk/health-severe',
      '[bad] storefront-prod has trouble: Environment health has transitioned from Ok to Severe. 100.0 % of the requests are failing with HTTP 5xx.',
    ],
    [
      'elastic-beanstalk/managed-update-failed',
      '[bad] storefront-prod has trouble: Managed platform update failed.',
    ],
    ['elastic-beanstalk/update-failed', '[bad] storefront-prod has trouble: Failed to deploy application.'],
  ])('%s is told as %s', (name, gist) => {
    expect(gistOf(noticeOf(name))).toBe(gist);
  });

  it.each([
    ['elastic-beanstalk/health-updated', 'an environment gives information'],
    ['elastic-beanstalk/update-started', 'an environment gives information'],
  ])('%s is passed over: %s', (name, passedOver) => {
    expect(readSample(name)).toEqual({ passedOver });
  });

  it.each(['Pending', 'Info', 'Ok', 'No Data'])(
    'is no better than before when its health was %s',
    (before) => {
      const Message = `Environment health has transitioned from ${before} to Ok.`;

      expect(() => noticeOf(withDetail('elastic-beanstalk/health-recovered', { Message }))).toThrow(
        'passedOver',
      );
    },
  );

  it('is told in whatever letters its severity is', () => {
    const small = withDetail('elastic-beanstalk/update-failed', { Severity: 'error' });

    expect(noticeOf(small)).toMatchObject({
      tone: 'bad',
      headline: 'has trouble: Failed to deploy application.',
    });
  });

  it('shows its application and how bad it is', () => {
    expect(detailsOf(noticeOf('elastic-beanstalk/update-failed'))).toEqual([
      'Application: storefront',
      'Severity: ERROR',
    ]);
  });
});
