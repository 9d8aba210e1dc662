import { describe, expect, it } from '@jest/globals';
import { detailsOf, gistOf, noticeOf, readSample, sampleOf } from '#tests/support/samples.ts';

describe('what a trigger of CodeDeploy publishes', () => {
  it.each([
    ['codedeploy-trigger/awkward-broken-json', '[bad] storefront deployment d-6BM3Y7JSF failed'],
    [
      'codedeploy-trigger/deployment-failed',
      '[bad] storefront deployment d-4RT8W1ZQB failed: The overall deployment failed because too many individual instances failed deployment.',
    ],
    ['codedeploy-trigger/deployment-succeeded-in-text', '[good] storefront deployment d-9PL2C6VXD succeeded'],
    [
      'codedeploy-trigger/instance-failed',
      '[bad] storefront i-00231aaec47ac5eba failed in deployment d-4RT8W1ZQB',
    ],
  ])('%s is told as %s', (name, gist) => {
    expect(gistOf(noticeOf(name))).toBe(gist);
  });

  it.each([
    ['codedeploy-trigger/deployment-created', 'a deployment began'],
    ['codedeploy-trigger/instance-succeeded', 'an instance made progress'],
  ])('%s is passed over: %s', (name, passedOver) => {
    expect(readSample(name)).toEqual({ passedOver });
  });

  it('says where and when, as far as it tells', () => {
    const { kind, id, link, details, ...rest } = noticeOf('codedeploy-trigger/deployment-failed');

    expect(rest).toMatchObject({
      source: 'aws.codedeploy',
      service: 'codedeploy',
      account: '111122223333',
      region: 'eu-west-1',
      time: 1_772_615_907,
    });
    expect(noticeOf('codedeploy-trigger/awkward-broken-json').time).toBeUndefined();
  });

  it('says of an instance at what it failed, and when', () => {
    const notice = noticeOf('codedeploy-trigger/instance-failed');

    expect(detailsOf(notice)).toEqual(['Group: prod', 'At: ApplicationStart']);
    expect(notice.time).toBe(1_772_615_890);
  });

  it.each(['[{"LifecycleEvent":"ValidateService","LifecycleEventStatus":"failed"}]', '[{', null])(
    'takes the events of an instance as text, %s, as far as it is whole',
    (lifecycleEvents) => {
      const instance = { ...sampleOf('codedeploy-trigger/instance-failed'), lifecycleEvents };

      expect(detailsOf(noticeOf(instance))).toEqual([
        'Group: prod',
        ...(lifecycleEvents?.endsWith(']') ? ['At: ValidateService'] : []),
      ]);
    },
  );

  it('is the same notice when it is repeated, and another one for another deployment', () => {
    const again = noticeOf(structuredClone(sampleOf('codedeploy-trigger/deployment-failed')));

    expect(again.id).toBe(noticeOf('codedeploy-trigger/deployment-failed').id);
    expect(again.id).not.toBe(noticeOf('codedeploy-trigger/instance-failed').id);
  });
});
