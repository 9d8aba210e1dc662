import { describe, expect, it } from '@jest/globals';
import { toDeliveryMessages } from '#shared/routing/delivery-messages.ts';

const RECORD = 'execution/111122223333/eu-west-1/web-shop/e-1';
const BUDGETS = new Map([
  ['chat', { hasBudget: true }],
  ['mail', { hasBudget: false }],
]);

/** Bodies as they are read, by group. */
function queued(dispatch: Partial<Parameters<typeof toDeliveryMessages>[0]>) {
  const whole = { record: RECORD, destinations: ['chat'], urgent: false, ...dispatch };
  return toDeliveryMessages(whole, BUDGETS).map(({ body, groupId }) => [groupId, JSON.parse(body)]);
}

describe('messages for the deliveries queue', () => {
  it('name the record and the destination, never a text', () => {
    expect(queued({})).toEqual([['chat|progress', { destination: 'chat', record: RECORD }]]);
  });

  it('go through both lanes of a destination with a budget when they are urgent', () => {
    expect(queued({ urgent: true })).toEqual([
      ['chat|urgent', { destination: 'chat', record: RECORD, urgent: true }],
      ['chat|progress', { destination: 'chat', record: RECORD }],
    ]);
  });

  it('say when the record had its time to settle', () => {
    expect(queued({ settled: true })).toEqual([
      ['chat|progress', { destination: 'chat', record: RECORD, settled: true }],
    ]);
  });

  it('share a group by record where there is no budget, so that a slow one holds up no other', () => {
    const [[first], [repeat], [other]] = [
      ...queued({ destinations: ['mail'] }),
      ...queued({ destinations: ['mail'], urgent: true }),
      ...queued({ destinations: ['mail'], record: `${RECORD}2` }),
    ] as [[string], [string], [string]];

    expect(first).toMatch(/^mail\|[0-9a-f]{32}$/);
    expect(repeat).toBe(first);
    expect(other).not.toBe(first);
  });

  it('have group names that SQS takes, for the longest of destinations', () => {
    const destinations = ['d'.repeat(40)];

    for (const [groupId] of queued({ destinations, record: 'r'.repeat(2000), urgent: true }))
      expect(groupId).toMatch(/^[\w!-~]{1,128}$/);
  });

  it('are none when nobody is to be told', () => {
    expect(queued({ destinations: [], urgent: true })).toEqual([]);
  });
});
