import { type DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import { toAwsError } from '#shared/clients/aws-error.ts';
import type { Table } from './table.ts';

export interface OpenRecord {
  readonly key: string;
  /** Epoch seconds of the last write. */
  readonly touched: number;
}

/** The sparse index of records that are not over, as far as their last writer knew. */
export interface OpenRecords {
  /** Oldest touched first. */
  list(query: {
    readonly kind: 'execution' | 'approval';
    readonly touchedBefore: number;
    readonly limit: number;
  }): Promise<readonly OpenRecord[]>;
}

export function createOpenRecords(client: DynamoDBClient, tableName: string): OpenRecords {
  return {
    async list({ kind, touchedBefore, limit }) {
      const command = new QueryCommand({
        TableName: tableName,
        IndexName: 'open',
        KeyConditionExpression: '#open = :open AND #touched < :before',
        ExpressionAttributeNames: { '#open': 'open', '#touched': 'touched' },
        ExpressionAttributeValues: { ':open': { S: kind }, ':before': { N: String(touchedBefore) } },
        Limit: limit,
      });
      try {
        const { Items = [] } = await client.send(command);
        return Items.map(({ pk, touched }) => ({ key: pk?.S ?? '', touched: Number(touched?.N) }));
      } catch (cause) {
        throw toAwsError(cause, `DynamoDB Query on index open of table ${tableName}`);
      }
    },
  };
}

/** For a record that is over although its last writer could not know. */
export async function closeRecord(table: Table, key: string): Promise<void> {
  await table.add(key, { remove: ['open'] });
}

/** Asked after and nothing new: it is left alone for a while. */
export async function touchRecord(table: Table, key: string, now: number): Promise<void> {
  await table.add(key, { numbers: { touched: now } });
}
