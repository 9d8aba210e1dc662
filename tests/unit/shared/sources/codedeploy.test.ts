import { describe, expect, it } from '@jest/globals';
import { detailsOf, gistOf, noticeOf, readSample, withDetail } from '#tests/support/samples.ts';

describe('a deployment of CodeDeploy', () => {
  it.each([
    ['codedeploy/awkward-unknown-state', '[neutral] ../storefront deployment 7 is in state HIBERNATED'],
    ['codedeploy/deployment-failed', '[bad] storefront deployment d-7QX3M2K9A failed'],
    [
      'codedeploy/deployment-ready',
      '[neutral] storefront deployment d-8BE1CE124 waits for traffic to be rerouted',
    ],
    ['codedeploy/deployment-stopped', '[stopped] storefront deployment d-549137B5B was stopped'],
    ['codedeploy/deployment-succeeded', '[good] storefront deployment d-989DFCFC0 succeeded'],
    ['codedeploy/instance-failed', '[bad] storefront i-01675fc0768997ddd failed in deployment d-7QX3M2K9A'],
  ])('%s is told as %s', (name, gist) => {
    expect(gistOf(noticeOf(name))).toBe(gist);
  });

  it.each([
    ['codedeploy/deployment-started', 'a deployment began'],
    ['codedeploy/instance-succeeded', 'an instance made progress'],
  ])('%s is passed over: %s', (name, passedOver) => {
    expect(readSample(name)).toEqual({ passedOver });
  });

  it.each([
    ['codedeploy/deployment-failed', 'failure', 'deployment d-7QX3M2K9A failed'],
    ['codedeploy/instance-failed', 'Failure', 'i-01675fc0768997ddd failed in deployment d-7QX3M2K9A'],
  ])('%s is told in state %s', (name, state, headline) => {
    expect(noticeOf(withDetail(name, { state }))).toMatchObject({ headline, tone: 'bad' });
  });

  it('shows its group and its page', () => {
    const notice = noticeOf('codedeploy/deployment-failed');

    expect(detailsOf(notice)).toEqual(['Group: prod']);
    expect(notice.link?.url).toBe(
      'https://eu-west-1.console.aws.amazon.com/codesuite/codedeploy/deployments/d-7QX3M2K9A?region=eu-west-1',
    );
  });
});
