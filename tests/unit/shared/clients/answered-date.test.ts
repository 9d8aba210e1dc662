import { Readable } from 'node:stream';
import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from '@jest/globals';
import { onAnsweredDate } from '#shared/clients/answered-date.ts';

const DATE = 'Wed, 04 Mar 2026 09:25:00 GMT';

describe('the date of an answer', () => {
  it.each([200, 400])('is passed on also when the answer is HTTP %i', async (statusCode) => {
    const dates: (string | undefined)[] = [];
    const client = new DynamoDBClient({
      region: 'eu-west-1',
      maxAttempts: 1,
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
      requestHandler: { handle: async () => ({ response: answer(statusCode) }) },
    });
    onAnsweredDate(client, (date) => dates.push(date));

    await client.send(new DescribeTableCommand({ TableName: 'records' })).catch(() => {});

    expect(dates).toEqual([DATE]);
  });
});

function answer(statusCode: number) {
  return { statusCode, headers: { date: DATE }, body: Readable.from(['{}']), reason: '' };
}
