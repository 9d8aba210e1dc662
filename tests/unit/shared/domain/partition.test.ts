import { describe, expect, it } from '@jest/globals';
import { endpointSuffix, isConsoleHost, partitionOf } from '#shared/domain/partition.ts';

describe('the partition of a Region', () => {
  // As the SDK's own table has them.
  it.each([
    ['eu-west-1', 'aws', 'amazonaws.com'],
    ['mx-central-1', 'aws', 'amazonaws.com'],
    ['cn-north-1', 'aws-cn', 'amazonaws.com.cn'],
    ['us-gov-west-1', 'aws-us-gov', 'amazonaws.com'],
    ['eusc-de-east-1', 'aws-eusc', 'amazonaws.eu'],
    ['us-iso-east-1', 'aws-iso', 'c2s.ic.gov'],
    ['us-isob-east-1', 'aws-iso-b', 'sc2s.sgov.gov'],
    ['eu-isoe-west-1', 'aws-iso-e', 'cloud.adc-e.uk'],
    ['us-isof-south-1', 'aws-iso-f', 'csp.hci.ic.gov'],
    ['unknown', 'aws', 'amazonaws.com'],
  ])('%s is %s, asked under %s', (region, name, suffix) => {
    expect([partitionOf(region), endpointSuffix(region)]).toEqual([name, suffix]);
  });
});

describe('a host of a console', () => {
  it.each([
    'console.aws.amazon.com',
    'cn-north-1.console.amazonaws.cn',
    'us-gov-east-1.console.amazonaws-us-gov.com',
    'eusc-de-east-1.console.amazonaws-eusc.eu',
  ])('is %s', (host) => {
    expect(isConsoleHost(host)).toBe(true);
  });

  it.each([
    '',
    'console.',
    'aws.amazon.com',
    'xconsole.aws.amazon.com',
    'console.aws.amazon.com.evil.example',
  ])('is not %j', (host) => {
    expect(isConsoleHost(host)).toBe(false);
  });
});
