import { describe, expect, it } from '@jest/globals';
import { TASK_PROVIDER } from '#shared/domain/approval.ts';
import { deriveExecution } from '#shared/domain/execution.ts';
import { executionLink, foreignLink, linkOf } from '#shared/presentation/console-link.ts';
import { IDENTITY } from '#tests/support/build-record.ts';

const PATH =
  'codesuite/codepipeline/pipelines/web-shop/executions/7a8e7924-7efa-442e-beaa-961a80e42bf2/timeline';

describe('executionLink', () => {
  it.each([
    ['eu-west-1', 'eu-west-1.console.aws.amazon.com'],
    ['us-east-1', 'us-east-1.console.aws.amazon.com'],
    ['ap-southeast-4', 'ap-southeast-4.console.aws.amazon.com'],
    ['cn-north-1', 'cn-north-1.console.amazonaws.cn'],
    ['cn-northwest-1', 'cn-northwest-1.console.amazonaws.cn'],
    ['us-gov-west-1', 'us-gov-west-1.console.amazonaws-us-gov.com'],
    ['us-gov-east-1', 'us-gov-east-1.console.amazonaws-us-gov.com'],
    ['eusc-de-east-1', 'eusc-de-east-1.console.amazonaws-eusc.eu'],
  ])('leads to the console of the partition that %s is in', (region, host) => {
    expect(executionLink({ ...IDENTITY, region })).toEqual({
      label: 'Open execution',
      url: `https://${host}/${PATH}?region=${region}`,
    });
  });

  it.each([
    ['nothing that is no region', 'unknown'],
    ['nothing that holds a host of its own', 'evil.example/'],
    ['a partition whose console we do not know', 'us-iso-east-1'],
    ['another such partition', 'us-isob-east-1'],
    ['one of Europe', 'eu-isoe-west-1'],
    ['one that may come', 'us-isog-east-1'],
  ])('leads nowhere for %s', (_, region) => {
    expect(executionLink({ ...IDENTITY, region })).toBeUndefined();
  });

  it('keeps names in their place', () => {
    const link = executionLink({ ...IDENTITY, pipeline: 'a/../b?x=1#y|z', executionId: '<i>' });

    expect(link?.url).toBe(
      'https://eu-west-1.console.aws.amazon.com/codesuite/codepipeline/pipelines/a%2F..%2Fb%3Fx%3D1%23y%7Cz/executions/%3Ci%3E/timeline?region=eu-west-1',
    );
  });
});

describe('linkOf', () => {
  const asked = {
    state: 'STARTED',
    time: 1_772_614_800,
    attempt: 1,
    stage: 'Gate',
    action: 'Release',
    facts: { provider: TASK_PROVIDER },
  };

  it.each([
    ['eu-west-1', 'eu-west-1.console.aws.amazon.com', 'aws'],
    ['cn-north-1', 'cn-north-1.console.amazonaws.cn', 'aws-cn'],
    ['us-gov-west-1', 'us-gov-west-1.console.amazonaws-us-gov.com', 'aws-us-gov'],
    ['eusc-de-east-1', 'eusc-de-east-1.console.amazonaws-eusc.eu', 'aws-eusc'],
  ])('leads to the execution of a state machine that asks in %s', (region, host, partition) => {
    const identity = { ...IDENTITY, region, pipeline: 'orders', executionId: 'run 7' };

    const link = linkOf(deriveExecution(identity, [asked]));

    const arn = `arn:${partition}:states:${region}:${IDENTITY.account}:execution:orders:run 7`;
    expect(link).toEqual({
      label: 'Open execution',
      url: `https://${host}/states/home?region=${region}#/v2/executions/details/${encodeURIComponent(arn)}`,
    });
  });

  it('leads to the execution of the pipeline once anything tells of one', () => {
    const started = { state: 'STARTED', time: 1_772_614_700, attempt: 1, facts: {} };

    expect(linkOf(deriveExecution(IDENTITY, [asked, started]))).toEqual(executionLink(IDENTITY));
    expect(linkOf(deriveExecution(IDENTITY, [asked, { ...started, stage: 'Source' }]))).toEqual(
      executionLink(IDENTITY),
    );
  });
});

describe('foreignLink', () => {
  it.each([
    'https://console.aws.amazon.com/codebuild/home?region=eu-west-1#/builds/x',
    'https://eu-west-1.console.aws.amazon.com/codesuite',
    'https://cn-north-1.console.amazonaws.cn/codesuite',
    'https://console.amazonaws-us-gov.com/codesuite',
    'https://eusc-de-east-1.console.amazonaws-eusc.eu/codesuite',
  ])('keeps its label where it leads to AWS: %s', (url) => {
    expect(foreignLink(url, 'Open action')).toEqual({ label: 'Open action', url });
  });

  it.each([
    ['https://github.com/example-org/web-shop/commit/1', 'github.com'],
    ['https://console.aws.amazon.com.evil.example/', 'console.aws.amazon.com.evil.example'],
    ['https://xconsole.aws.amazon.com/', 'xconsole.aws.amazon.com'],
    ['https://аws.amazon.com/', 'xn--ws-6kc.amazon.com'],
  ])('names the host where it leads elsewhere: %s', (url, host) => {
    expect(foreignLink(url, 'Open action')?.label).toBe(`Open action (${host})`);
  });

  it.each([
    undefined,
    '',
    'http://console.aws.amazon.com/',
    'javascript:alert(1)',
    'data:text/html,x',
    'file:///etc/passwd',
    'https://user:pass@console.aws.amazon.com/',
    'https://user@github.com/',
    '//console.aws.amazon.com/',
    '/relative',
    'https://',
    'not an address',
  ])('is none for %j', (url) => {
    expect(foreignLink(url, 'Open action')).toBeUndefined();
  });
});
