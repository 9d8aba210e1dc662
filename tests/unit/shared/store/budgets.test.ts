import { createServer, type Server } from 'node:http';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createDynamoDb } from '#local/aws/dynamodb.ts';
import { type Budgets, createBudgets, createMemoryBudgets } from '#shared/store/budgets.ts';

const AN_HOUR = 3600;
let server: Server;
let client: DynamoDBClient;

beforeAll(async () => {
  server = createServer(createDynamoDb());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const endpoint = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  client = new DynamoDBClient({ endpoint, region: 'eu-west-1' });
  await client.send(
    new CreateTableCommand({
      TableName: 'budgets',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    }),
  );
});

afterAll(async () => {
  client.destroy();
  await new Promise((resolve) => server.close(resolve));
});

const kinds: readonly [string, () => Budgets][] = [
  ['in memory', () => createMemoryBudgets(Date.now)],
  ['in the table', () => createBudgets(client, 'budgets', Date.now)],
];

describe.each(kinds)('budgets %s', (name, create) => {
  it('give as many calls as a window has, to all who take together', async () => {
    const budgets = create();
    const allowance = { scope: `${name} calls`, limit: 5, windowSeconds: AN_HOUR };

    const waits = await Promise.all(Array.from({ length: 12 }, () => budgets.take(allowance)));

    expect(waits.filter((wait) => wait === 0)).toHaveLength(5);
    expect(waits.every((wait) => wait >= 0 && wait <= AN_HOUR)).toBe(true);
  });

  it('keep calls apart, one scope from the other', async () => {
    const budgets = create();
    const at = (scope: string) => ({
      scope: `${name} ${scope}`,
      gapMilliseconds: AN_HOUR * 1000,
      quietMilliseconds: 0,
    });

    const waits = [await budgets.take(at('a')), await budgets.take(at('a')), await budgets.take(at('b'))];

    expect(waits).toEqual([0, AN_HOUR, 0]);
  });

  it('let what is less urgent wait until it has been quiet', async () => {
    const budgets = create();
    const at = (quietMilliseconds: number) => ({
      scope: `${name} quiet`,
      gapMilliseconds: 0,
      quietMilliseconds,
    });

    const waits = [
      await budgets.take(at(0)),
      await budgets.take(at(AN_HOUR * 1000)),
      await budgets.take(at(0)),
    ];

    expect(waits).toEqual([0, AN_HOUR, 0]);
  });

  it('let the next call come when its time has', async () => {
    const budgets = create();
    const allowance = { scope: `${name} soon`, gapMilliseconds: 0, quietMilliseconds: 0 };

    expect([await budgets.take(allowance), await budgets.take(allowance)]).toEqual([0, 0]);
  });
});
