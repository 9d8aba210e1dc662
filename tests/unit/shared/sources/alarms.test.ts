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
      '[neutral] storefront-5xx was in alarm, and is INSUFFICIENT_DATA now: Insufficient Data: 1 datapoint was unknown.',
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
