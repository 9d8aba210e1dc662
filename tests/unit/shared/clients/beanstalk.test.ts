import { describe, expect, it } from '@jest/globals';
import { createBeanstalk } from '#shared/clients/beanstalk.ts';
import { refusal } from '#tests/support/fake-aws-json.ts';
import { FakeAwsQuery, toXml } from '#tests/support/fake-aws-query.ts';

const QUERY = { application: 'shop', environment: 'shop-prod', since: 1_772_616_118.502 };

describe('the errors of an environment', () => {
  it('are asked for since a time, and told oldest first', async () => {
    const query = new FakeAwsQuery(
      toXml('DescribeEventsResult', {
        Events: [
          { EventDate: '2026-03-04T09:27:00Z', Message: 'Failed to deploy application.', Severity: 'ERROR' },
          { EventDate: '2026-03-04T09:26:00Z', Severity: 'ERROR' },
          { EventDate: '2026-03-04T09:25:00Z', Message: 'Command <build> failed', Severity: 'ERROR' },
        ],
      }),
    );

    const errors = await createBeanstalk(query).findErrors(QUERY);

    expect(errors).toEqual(['Command <build> failed', 'Failed to deploy application.']);
    expect(query.calls).toEqual([
      {
        action: 'DescribeEvents',
        parameters: {
          ApplicationName: 'shop',
          EnvironmentName: 'shop-prod',
          Severity: 'ERROR',
          StartTime: '2026-03-04T09:21:58.502Z',
          MaxRecords: '100',
        },
      },
    ]);
  });

  it('may be none, or of no environment', async () => {
    const silent = createBeanstalk(
      new FakeAwsQuery('<DescribeEventsResult><Events/></DescribeEventsResult>'),
    );
    const unknown = createBeanstalk(new FakeAwsQuery(refusal('InvalidParameterValue')));

    expect(await silent.findErrors(QUERY)).toEqual([]);
    expect(await unknown.findErrors(QUERY)).toBeUndefined();
  });

  it.each([
    ['Throttling', 400, 'rate_limited'],
    ['ServiceUnavailable', 503, 'unavailable'],
    ['AccessDenied', 403, 'config'],
    ['InsufficientPrivilegesException', 403, 'config'],
  ])('cannot be had after %s (HTTP %d): %s', async (name, status, code) => {
    const beanstalk = createBeanstalk(new FakeAwsQuery(refusal(name, status)));

    await expect(beanstalk.findErrors(QUERY)).rejects.toMatchObject({
      code,
      message: expect.stringContaining('environment shop-prod'),
    });
  });
});
