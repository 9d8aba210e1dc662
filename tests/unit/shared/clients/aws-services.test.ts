import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createAwsServices } from '#shared/clients/aws-services.ts';
import { STEP_FUNCTIONS } from '#shared/clients/state-machines.ts';
import { FakeHttpClient } from '#tests/support/fakes.ts';

const previous = { ...process.env };

beforeEach(() => {
  Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'canary-key' });
});

afterEach(() => {
  process.env = { ...previous };
});

describe('the services', () => {
  it('are asked where it happened, whatever Region this runs in', async () => {
    const http = new FakeHttpClient(
      { body: '{}' },
      { body: '<R><DescribeStackEventsResult/></R>' },
      { body: '<R><DescribeEventsResult/></R>' },
    );
    const services = createAwsServices({ http, variables: { AWS_REGION: 'us-east-1' } });

    await services.json(STEP_FUNCTIONS, 'eu-west-1').call('DescribeExecution', {});
    await services.stacks('eu-central-1').findEvents('orders', 0);
    await services.beanstalk('cn-north-1').findErrors({ application: 'a', environment: 'b', since: 0 });

    expect(http.requests.map(({ url }) => url)).toEqual([
      'https://states.eu-west-1.amazonaws.com/',
      'https://cloudformation.eu-central-1.amazonaws.com/',
      'https://elasticbeanstalk.cn-north-1.amazonaws.com.cn/',
    ]);
  });

  it('have one client a Region, made when it is asked for', () => {
    const services = createAwsServices({ http: new FakeHttpClient(), variables: {} });

    const [first, again, elsewhere] = ['eu-west-1', 'eu-west-1', 'us-east-1'].map((region) => [
      services.json(STEP_FUNCTIONS, region),
      services.stacks(region),
      services.beanstalk(region),
    ]);

    for (const kind of [0, 1, 2]) {
      expect(again?.[kind]).toBe(first?.[kind]);
      expect(elsewhere?.[kind]).not.toBe(first?.[kind]);
    }
  });
});
