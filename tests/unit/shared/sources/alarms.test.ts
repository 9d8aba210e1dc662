import { describe, expect, it } from '@jest/globals';
import { detailsOf, gistOf, noticeOf, readSample, withDetail } from '#tests/support/samples.ts';

describe('an alarm of CloudWatch', () => {
  it.each([
    [
      'alarms/alarm',
      '[bad] storefront-5xx is in alarm: Threshold Crossed: 1 datapoint [41.0 (04/03/26 09:39:00)] was greater than the threshold (20.0).',
    ],
    ['alarms/awkward-bare-minimum', '[bad] CloudWatch Alarm State Change is in alarm'],
    ['alarms/ok-again', '[good] storefront-5xx is OK again'],
    [
      'alarms/without-data-after-alarm',
      '[neutral] storefront-5xx was in alarm, and lacks data now: Insufficient Data: 1 datapoint was unknown.',
    ],
  ])('%s is told as %s', (name, gist) => {
    expect(gistOf(noticeOf(name))).toBe(gist);
  });

  it.each([
    ['alarms/first-data', 'an alarm that was not raised has more or fewer data'],
    ['alarms/without-data', 'an alarm that was not raised has more or fewer data'],
  ])('%s is passed over: %s', (name, passedOver) => {
    expect(readSample(name)).toEqual({ passedOver });
  });

  it('is told in its own word where its state is of tomorrow, or without one', () => {
    const of = (value: unknown) => ({ state: { value }, previousState: { value: 'ALARM' } });
    const told = (value: unknown) => gistOf(noticeOf(withDetail('alarms/alarm', of(value))));

    expect(told('ASLEEP')).toBe('[neutral] storefront-5xx was in alarm, and is ASLEEP now');
    expect(told(null)).toBe('[neutral] storefront-5xx was in alarm, and is in another state now');
  });

  it.each([
    ['shop 5xx/prod', 'shop%205xx%2Fprod'],
    ['TargetTracking-service/shop/api-AlarmHigh-1', 'TargetTracking-service%2Fshop%2Fapi-AlarmHigh-1'],
    ['50%/../$', '50%25%2F..%2F%24'],
  ])('links to its page, be it called %s', (alarmName, end) => {
    expect(noticeOf(withDetail('alarms/alarm', { alarmName })).link?.url).toBe(
      `https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#alarmsV2:alarm/${end}`,
    );
  });

  it.each([undefined, '', 'a\u202eb', 'x'.repeat(501)])('links nowhere where its name is %j', (alarmName) => {
    expect(noticeOf(withDetail('alarms/alarm', { alarmName })).link).toBeUndefined();
  });

  it('shows what it is about, and of an expression no metric', () => {
    expect(detailsOf(noticeOf('alarms/alarm'))).toEqual([
      'Description: Too many requests fail',
      'Metric: AWS/ApplicationELB HTTPCode_Target_5XX_Count',
    ]);
    expect(detailsOf(noticeOf('alarms/awkward-bare-minimum'))).toEqual([]);
  });

  it('shows of an expression the first metric in it', () => {
    const metrics = [{ expression: 'm1/m2' }, { metricStat: { metric: { name: 'Errors' } } }];

    expect(detailsOf(noticeOf(withDetail('alarms/alarm', { configuration: { metrics } })))).toEqual([
      'Metric: Errors',
    ]);
  });

  it('is told in whatever letters its state is', () => {
    const small = { state: { value: 'Ok' }, previousState: { value: 'alarm' } };

    expect(gistOf(noticeOf(withDetail('alarms/alarm', { state: { value: 'alarm' } })))).toBe(
      '[bad] storefront-5xx is in alarm',
    );
    expect(gistOf(noticeOf(withDetail('alarms/alarm', small)))).toBe('[good] storefront-5xx is OK again');
  });

  it('is told by its new state, also where the old one is not known', () => {
    const unknown = withDetail('alarms/alarm', { previousState: null, state: { value: 'ALARM', reason: 7 } });

    expect(gistOf(noticeOf(unknown))).toBe('[bad] storefront-5xx is in alarm: 7');
  });
});
