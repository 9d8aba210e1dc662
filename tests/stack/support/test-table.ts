import { createServer } from 'node:http';
import { CreateTableCommand, DeleteTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createDynamoDb } from '#local/aws/dynamodb.ts';
import { REGION } from '#local/aws/identity.ts';
import { closeServer, listenOnLoopback } from '#local/loopback-server.ts';

export interface TestTable {
  readonly client: DynamoDBClient;
  readonly name: string;
  stop(): Promise<void>;
}

/** A table alone, where nothing else of the service is asked for: of the embedded AWS, or of the emulator. */
export async function startTestTable(): Promise<TestTable> {
  const emulator = process.env['SIGNALBOX_EMULATOR'];
  const { endpoint, close } = emulator === undefined ? await startDynamoDb() : { endpoint: emulator };
  const client = new DynamoDBClient({
    endpoint,
    region: REGION,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const name = 'records';
  await client.send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    }),
  );
  return {
    client,
    name,
    stop: async () => {
      await client.send(new DeleteTableCommand({ TableName: name }));
      client.destroy();
      await close?.();
    },
  };
}

async function startDynamoDb() {
  const server = createServer(createDynamoDb());
  const port = await listenOnLoopback(server);
  return { endpoint: `http://127.0.0.1:${port}`, close: () => closeServer(server) };
}
