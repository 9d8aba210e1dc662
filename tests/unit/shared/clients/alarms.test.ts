import { describe, expect, it } from '@jest/globals';
import { createAlarms } from '#shared/clients/alarms.ts';
import { FakeAwsJson, refusal } from '#tests/support/fake-aws-json.ts';

describe('alarms', () => {
  it('are listed with their states, composite ones too', async () => {
    const service = new FakeAwsJson({
      MetricAlarms: [{ AlarmName: 'api-errors', StateValue: 'ALARM', StateReason: 'canary' }],
      CompositeAlarms: [{ AlarmName: 'all', StateValue: 'OK' }],
    });

    expect(await createAlarms(service).list(['api-errors', 'all', 'other'])).toEqual([
      { name: 'api-errors', state: 'ALARM' },
      { name: 'all', state: 'OK' },
    ]);
    expect(service.calls).toEqual([
      {
        operation: 'DescribeAlarms',
        input: { AlarmNames: ['api-errors', 'all', 'other'], AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] },
      },
    ]);
  });

  it('may be none', async () => {
    expect(await createAlarms(new FakeAwsJson({})).list(['api-errors'])).toEqual([]);
  });

  it.each([
    ['Throttling', 400, 'rate_limited'],
    ['AccessDenied', 403, 'config'],
    ['InternalServiceFault', 500, 'unavailable'],
  ])('fail with %s %s as %s', async (name, status, code) => {
    const service = new FakeAwsJson(refusal(name, status));

    await expect(createAlarms(service).list(['a'])).rejects.toMatchObject({ code });
  });
});
