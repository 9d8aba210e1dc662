import { describe, expect, it } from '@jest/globals';
import { createStacks } from '#shared/clients/stacks.ts';
import { UnavailableError } from '#shared/errors.ts';
import { refusal } from '#tests/support/fake-aws-json.ts';
import { FakeAwsQuery, toXml } from '#tests/support/fake-aws-query.ts';

const STACK =
  'arn:aws:cloudformation:eu-west-1:111122223333:stack/orders/708b9ded-824d-4915-a2e8-f006077da252';
const SINCE = Date.parse('2026-03-04T09:21:58.502Z') / 1000;
const EVENT = {
  StackId: STACK,
  EventId: 'OrdersTable-CREATE_FAILED-2026-03-04T09:25:00.000Z',
  StackName: 'orders',
  LogicalResourceId: 'OrdersTable',
  PhysicalResourceId: 'orders-table',
  ResourceType: 'AWS::DynamoDB::Table',
  Timestamp: '2026-03-04T09:25:00.250Z',
  ResourceStatus: 'CREATE_FAILED',
  ResourceStatusReason: 'Attribute <id> & key do not agree',
  ResourceProperties: '{"TableName":"canary"}',
  ClientRequestToken: 'one-call',
};

function stacksOver(...script: readonly (string | Error)[]) {
  const query = new FakeAwsQuery(...script);
  return { stacks: createStacks(query), calls: query.calls };
}

function page(events: readonly unknown[], NextToken?: string): string {
  return toXml('DescribeStackEventsResult', { StackEvents: events, NextToken });
}

describe('the events of a stack', () => {
  it('are told without the properties of resources', async () => {
    const { stacks, calls } = stacksOver(page([EVENT]));

    expect(await stacks.findEvents('orders', SINCE)).toEqual([
      {
        at: 1_772_616_300.25,
        stackId: STACK,
        logicalId: 'OrdersTable',
        physicalId: 'orders-table',
        type: 'AWS::DynamoDB::Table',
        status: 'CREATE_FAILED',
        reason: 'Attribute <id> & key do not agree',
        token: 'one-call',
      },
    ]);
    expect(calls).toEqual([{ action: 'DescribeStackEvents', parameters: { StackName: 'orders' } }]);
  });

  it('are read page by page until they are older than asked for', async () => {
    const older = { ...EVENT, LogicalResourceId: 'Older', Timestamp: '2026-03-04T09:00:00Z' };
    const { stacks, calls } = stacksOver(
      page([EVENT], 'second'),
      page([{ ...EVENT, LogicalResourceId: 'Second' }, older], 'third'),
      page([older]),
    );

    const events = await stacks.findEvents('orders', SINCE);

    expect(events?.map(({ logicalId }) => logicalId)).toEqual(['OrdersTable', 'Second']);
    expect(calls.map(({ parameters }) => parameters)).toEqual([
      { StackName: 'orders', NextToken: undefined },
      { StackName: 'orders', NextToken: 'second' },
    ]);
  });

  it('are read ten pages far at most', async () => {
    const { stacks, calls } = stacksOver(page([EVENT], 'more'));

    expect(await stacks.findEvents('orders', SINCE)).toHaveLength(10);
    expect(calls).toHaveLength(10);
  });

  it('may lack anything', async () => {
    const { stacks } = stacksOver(page([{ Timestamp: EVENT.Timestamp }, {}]));
    const { stacks: silent } = stacksOver('<DescribeStackEventsResult/>');

    expect(await stacks.findEvents('orders', SINCE)).toEqual([{ at: 1_772_616_300.25 }]);
    expect(await silent.findEvents('orders', SINCE)).toEqual([]);
  });

  it('are those of no stack where CloudFormation knows none', async () => {
    const { stacks } = stacksOver(refusal('ValidationError'));

    expect(await stacks.findEvents('orders', SINCE)).toBeUndefined();
  });
});

describe('the operations of a stack set', () => {
  const summaries = (...Summaries: readonly unknown[]) => toXml('Result', { Summaries });

  it('are found by the newest that failed since', async () => {
    const at = '2026-03-04T09:25:00Z';
    const { stacks, calls } = stacksOver(
      summaries(
        { OperationId: 'third', Status: 'RUNNING', CreationTimestamp: at },
        { OperationId: 'second', Status: 'FAILED', CreationTimestamp: at },
        { OperationId: 'first', Status: 'FAILED', CreationTimestamp: at },
      ),
    );

    expect(await stacks.findFailedOperation('guardrails', SINCE)).toBe('second');
    expect(await stacks.findFailedOperation('guardrails', SINCE + 3600)).toBeUndefined();
    expect(calls[0]).toEqual({
      action: 'ListStackSetOperations',
      parameters: { StackSetName: 'guardrails' },
    });
  });

  it('tell where and why they failed', async () => {
    const { stacks, calls } = stacksOver(
      summaries(
        { Account: '222233334444', Region: 'eu-west-1', Status: 'FAILED', StatusReason: 'No such role' },
        { Account: '333344445555', AccountGateResult: { Status: 'FAILED', StatusReason: 'Gate closed' } },
        {},
      ),
    );

    expect(await stacks.findFailedResults({ stackSet: 'guardrails', operation: 'second' })).toEqual([
      { account: '222233334444', region: 'eu-west-1', reason: 'No such role' },
      { account: '333344445555', reason: 'Gate closed' },
      {},
    ]);
    expect(calls).toEqual([
      {
        action: 'ListStackSetOperationResults',
        parameters: {
          StackSetName: 'guardrails',
          OperationId: 'second',
          'Filters.member.1.Name': 'OPERATION_RESULT_STATUS',
          'Filters.member.1.Values': 'FAILED',
          MaxResults: '100',
        },
      },
    ]);
  });

  it.each(['StackSetNotFoundException', 'OperationNotFoundException', 'ValidationError'])(
    'are none after %s',
    async (name) => {
      const { stacks } = stacksOver(refusal(name, 404));

      expect(await stacks.findFailedOperation('guardrails', SINCE)).toBeUndefined();
      expect(await stacks.findFailedResults({ stackSet: 'guardrails', operation: 'a' })).toBeUndefined();
    },
  );
});

describe('CloudFormation', () => {
  it.each([
    [refusal('Throttling'), 'rate_limited'],
    [refusal('InternalFailure', 500), 'unavailable'],
    [refusal('AccessDenied', 403), 'config'],
    [refusal('MissingParameter'), 'rejected'],
    [new UnavailableError('CLOUDFORMATION: no answer'), 'unavailable'],
    [new SyntaxError('no XML at character 0 of 4'), 'unavailable'],
  ])('fails after %s as %s', async (error, code) => {
    const { stacks } = stacksOver(error);

    await expect(stacks.findEvents('orders', SINCE)).rejects.toMatchObject({ code });
    await expect(stacks.findFailedOperation('guardrails', SINCE)).rejects.toMatchObject({ code });
    await expect(stacks.findFailedResults({ stackSet: 'guardrails', operation: 'a' })).rejects.toMatchObject({
      code,
    });
  });
});
