import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { REGION } from '#local/aws/identity.ts';
import { createDynamoDbTable } from '#shared/store/dynamodb-table.ts';
import type { Table } from '#shared/store/table.ts';

export interface StandInAddresses {
  readonly aws: string;
  readonly slack: string;
}

export interface SentMessage {
  readonly queue: string;
  readonly body: string;
  readonly group?: string;
  readonly delaySeconds: number;
}

/** What came in since the last report. */
export interface Report {
  /** By service and operation: `dynamodb UpdateItem`. */
  readonly calls: Readonly<Record<string, number>>;
  readonly connections: number;
  readonly messages: readonly SentMessage[];
  /** When requests to Slack arrived, by the clock of `now`. */
  readonly slackAt: readonly number[];
}

export const TABLE_NAME = 'records';

/** AWS and Slack in a process of their own. */
export class StandIn {
  readonly addresses: StandInAddresses;
  /** The table as the functions see it, to put state into. */
  readonly table: Table;
  readonly #process: ChildProcess;
  readonly #client: DynamoDBClient;

  private constructor(process: ChildProcess, addresses: StandInAddresses, client: DynamoDBClient) {
    this.addresses = addresses;
    this.#process = process;
    this.#client = client;
    this.table = createDynamoDbTable(client, TABLE_NAME);
  }

  static async start(): Promise<StandIn> {
    const child = fork(join(import.meta.dirname, 'stand-in.ts'));
    const addresses = await messageOf<StandInAddresses>(child);
    const client = new DynamoDBClient({
      endpoint: addresses.aws,
      region: REGION,
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    });
    await client.send(
      new CreateTableCommand({
        TableName: TABLE_NAME,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      }),
    );
    return new StandIn(child, addresses, client);
  }

  /** What came in since the last time. */
  async take(): Promise<Report> {
    const report = messageOf<Report>(this.#process);
    this.#process.send('report');
    return report;
  }

  async stop(): Promise<void> {
    this.#client.destroy();
    const exit = once(this.#process, 'exit');
    this.#process.disconnect();
    await exit;
  }
}

async function messageOf<T>(child: ChildProcess): Promise<T> {
  const ended = new AbortController();
  const exit = once(child, 'exit', { signal: ended.signal }).then(() => {
    throw new Error('The stand-in for AWS and Slack ended');
  });
  try {
    const [message] = await Promise.race([once(child, 'message', { signal: ended.signal }), exit]);
    return message as T;
  } finally {
    exit.catch(() => {});
    ended.abort();
  }
}
