import { describe, expect, it } from '@jest/globals';
import type { Facts } from '#shared/domain/facts.ts';
import { cloudformation } from '#shared/enrichment/diagnoses/cloudformation.ts';
import {
  BEGAN,
  buildAsking,
  buildFailedAction,
  buildRun,
  knowsRuns,
} from '#tests/support/build-failed-action.ts';
import { FakeAwsJson, refusal } from '#tests/support/fake-aws-json.ts';
import { FakeAwsQuery, toXml } from '#tests/support/fake-aws-query.ts';
import { FakeAwsServices } from '#tests/support/fake-aws-services.ts';

const STACK =
  'arn:aws:cloudformation:eu-west-1:111122223333:stack/orders/708b9ded-824d-4915-a2e8-f006077da252';
const NESTED =
  'arn:aws:cloudformation:eu-west-1:111122223333:stack/orders-Network-1ABC/0c1b0737-4ea9-47d8-a6b8-49139f256108';

interface Event {
  readonly stack?: string;
  readonly id?: string;
  readonly type?: string;
  readonly reason?: string;
  /** Seconds after the action began. */
  readonly after?: number;
}

function buildEvent(
  name: string,
  status: string,
  { stack = STACK, id, type, reason, after = 60 }: Event = {},
) {
  return {
    StackId: stack,
    EventId: `${name}-${status}`,
    LogicalResourceId: name,
    PhysicalResourceId: id ?? `physical-${name}`,
    ResourceType: type ?? 'AWS::DynamoDB::Table',
    Timestamp: new Date((BEGAN + after) * 1000).toISOString(),
    ResourceStatus: status,
    ResourceStatusReason: reason,
    ResourceProperties: '{"Password":"canary"}',
    ClientRequestToken: 'one-call',
  };
}

function page(...newestFirst: readonly unknown[]): string {
  return toXml('DescribeStackEventsResult', { StackEvents: newestFirst });
}

const FAILURE = buildEvent('OrdersTable', 'CREATE_FAILED', { reason: 'Table exists already' });
const NETWORK = buildEvent('Network', 'CREATE_FAILED', {
  id: NESTED,
  type: 'AWS::CloudFormation::Stack',
  reason: 'Embedded stack was not successfully created: [Subnet]',
});

function situation(facts: Facts, ...script: readonly (string | Error)[]) {
  const client = new FakeAwsQuery(...script);
  const services = new FakeAwsServices({
    CLOUDFORMATION: client,
    CODEPIPELINE: knowsRuns(buildRun({ configuration: { StackName: 'orders' } })),
  });
  const diagnose = () => cloudformation.diagnose(buildFailedAction({ facts }), buildAsking(services));
  return { client, services, diagnose };
}

function linkTo(stack: string): string {
  return `https://eu-west-1.console.aws.amazon.com/cloudformation/home?region=eu-west-1#/stacks/events?stackId=${encodeURIComponent(stack)}`;
}

describe('a stack of CloudFormation', () => {
  it('tells which resource failed first, and why', async () => {
    const { client, services, diagnose } = situation(
      { externalId: STACK },
      page(
        buildEvent('orders', 'ROLLBACK_COMPLETE', { id: STACK, after: 90 }),
        buildEvent('Queue', 'CREATE_FAILED', { reason: 'Resource creation cancelled', after: 61 }),
        FAILURE,
        buildEvent('orders', 'CREATE_IN_PROGRESS', { id: STACK, reason: 'User Initiated', after: 5 }),
      ),
    );

    expect(await diagnose()).toEqual({
      failedAt: 'OrdersTable (AWS::DynamoDB::Table)',
      why: 'Table exists already',
      url: linkTo(STACK),
    });
    expect(services.asked).toEqual(['CODEPIPELINE eu-central-1', 'CLOUDFORMATION eu-west-1']);
    expect(client.calls).toEqual([{ action: 'DescribeStackEvents', parameters: { StackName: STACK } }]);
  });

  it.each([
    ['its ARN in an address', { url: `https://example.com/#/stack/detail?stackId=${STACK}&x=1` }, STACK],
    ['its ARN encoded', { url: `https://example.com/?stackId=${encodeURIComponent(STACK)}` }, STACK],
    [
      'its name, as the change set has none',
      { externalId: 'arn:aws:cloudformation:eu-west-1:111122223333:changeSet/pipeline/0c1b0737' },
      'orders',
    ],
    ['its name, as an address is broken', { url: 'https://example.com/%zz' }, 'orders'],
    ['its name, as the ARN is of another account', { externalId: STACK.replace('1111', '2222') }, 'orders'],
    ['its name', {}, 'orders'],
  ])('is known by %s', async (_, facts, stack) => {
    const { client, diagnose } = situation(facts, page(FAILURE));

    expect(await diagnose()).toMatchObject({ why: 'Table exists already' });
    expect(client.calls[0]?.parameters).toEqual({ StackName: stack });
  });

  it('tells the resource in a stack within the stack', async () => {
    const { client, diagnose } = situation(
      { externalId: STACK },
      page(NETWORK),
      page(
        buildEvent('Subnet', 'CREATE_FAILED', { stack: NESTED, type: 'AWS::EC2::Subnet', reason: 'No room' }),
      ),
    );

    expect(await diagnose()).toEqual({
      failedAt: 'Network/Subnet (AWS::EC2::Subnet)',
      why: 'No room',
      url: linkTo(NESTED),
    });
    expect(client.calls.map(({ parameters }) => parameters)).toEqual([
      { StackName: STACK },
      { StackName: NESTED },
    ]);
  });

  it('looks one stack deep', async () => {
    const { client, diagnose } = situation(
      { externalId: STACK },
      page(NETWORK),
      page({ ...NETWORK, StackId: NESTED, LogicalResourceId: 'Deeper', PhysicalResourceId: `${NESTED}9` }),
    );

    expect(await diagnose()).toMatchObject({ failedAt: 'Network/Deeper (AWS::CloudFormation::Stack)' });
    expect(client.calls).toHaveLength(2);
  });

  it.each([
    ['tells nothing', page()],
    ['is gone', refusal('ValidationError')],
  ])('tells the stack within the stack where that %s', async (_, answer) => {
    const { diagnose } = situation({ externalId: STACK }, page(NETWORK), answer);

    expect(await diagnose()).toEqual({
      failedAt: 'Network (AWS::CloudFormation::Stack)',
      why: 'Embedded stack was not successfully created: [Subnet]',
      url: linkTo(STACK),
    });
  });

  it('is not blamed for what failed before the action began', async () => {
    const old = buildEvent('OrdersTable', 'CREATE_FAILED', { reason: 'last week', after: -1 });

    expect(await situation({ externalId: STACK }, page(old)).diagnose()).toBeUndefined();
  });

  it.each([
    ['nobody tells when the action began', knowsRuns()],
    ['its stack has no name', knowsRuns(buildRun())],
    ['the pipeline is gone', new FakeAwsJson(refusal('PipelineNotFoundException'))],
  ])('is not asked where %s', async (_, CODEPIPELINE) => {
    const services = new FakeAwsServices({ CODEPIPELINE });

    expect(await cloudformation.diagnose(buildFailedAction(), buildAsking(services))).toBeUndefined();
  });

  it('is not diagnosed where CloudFormation knows none', async () => {
    expect(await situation({ externalId: STACK }, refusal('ValidationError')).diagnose()).toBeUndefined();
  });

  it('may lack anything', async () => {
    const bare = { Timestamp: new Date(BEGAN * 1000).toISOString(), ResourceStatus: 'CREATE_FAILED' };

    expect(await situation({ externalId: STACK }, page(bare)).diagnose()).toEqual({});
  });

  it('tells nothing of the properties of resources', async () => {
    const told = await situation({ externalId: STACK }, page(FAILURE)).diagnose();

    expect(JSON.stringify(told)).not.toContain('canary');
  });

  it.each([
    ['Throttling', 400, 'rate_limited'],
    ['ServiceUnavailable', 503, 'unavailable'],
    ['AccessDenied', 403, 'config'],
  ])('cannot be diagnosed after %s (HTTP %d): %s', async (name, status, code) => {
    const { diagnose } = situation({ externalId: STACK }, refusal(name, status));

    await expect(diagnose()).rejects.toMatchObject({ code });
  });
});
