import { createServer, type Server } from 'node:http';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createDynamoDb } from '#local/aws/dynamodb.ts';
import { createDecisionReader, type DecisionReader } from '#local/decisions.ts';
import { closeServer, listenOnLoopback } from '#local/loopback-server.ts';
import { toRecordKey } from '#shared/domain/pipeline-event.ts';
import { toDeliveryKey } from '#shared/store/deliveries.ts';
import { createDynamoDbTable } from '#shared/store/dynamodb-table.ts';
import { addObservations } from '#shared/store/executions.ts';
import { saveNotice } from '#shared/store/notices.ts';
import type { Table } from '#shared/store/table.ts';

const TABLE = 'records';
const TYPE = 'AWS::DynamoDB::Table';
const NOW = 1_790_855_940;
const SENT = JSON.stringify({ state: 'sent', at: NOW, hash: 'h' });
const PARKED = JSON.stringify({ state: 'parked', at: NOW, hash: 'h', code: 'rejected' });

const SETTINGS = {
  destinations: {
    pipelines: { type: 'slack', channel: '#pipelines', secret: 'signalbox/slack' },
    mail: { type: 'sns', topic: 'arn:aws:sns:eu-west-1:111122223333:pipeline-mail' },
  },
  routes: [
    { match: {}, to: ['pipelines'], continue: true },
    { match: { status: ['notice' as const] }, to: ['mail'], continue: false },
  ],
};

let server: Server;
let client: DynamoDBClient;
let table: Table;
let reader: DecisionReader;

beforeEach(async () => {
  server = createServer(createDynamoDb());
  const endpoint = `http://127.0.0.1:${await listenOnLoopback(server)}`;
  client = new DynamoDBClient({
    endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  await client.send(
    new CreateTableCommand({
      TableName: TABLE,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    }),
  );
  table = createDynamoDbTable(client, TABLE);
  reader = createDecisionReader(
    { endpoint, resources: new Map([['Table', { type: TYPE, ref: TABLE, attributes: {} }]]) },
    SETTINGS,
  );
});

afterEach(async () => {
  reader.stop();
  client.destroy();
  await closeServer(server);
});

describe('the decisions', () => {
  it('say by which route a destination is told, and what became of it', async () => {
    const notice = { kind: 'notice', id: 'event-1', title: 'Something new' } as const;
    const unknown = {
      source: undefined,
      account: undefined,
      region: undefined,
      resource: undefined,
      time: undefined,
    };
    const key = await saveNotice(table, { ...notice, ...unknown }, NOW);
    await table.add(toDeliveryKey('pipelines', key), { strings: { 'key notice': PARKED } });
    await table.add(toDeliveryKey('mail', key), { strings: { 'key notice': SENT } });

    const decisions = await reader.list();

    expect(decisions).toMatchObject([
      {
        subject: 'Something new',
        announcements: [
          {
            what: 'notice',
            routes: [1, 2],
            destinations: [
              { name: 'pipelines', outcome: 'put aside (rejected)' },
              { name: 'mail', outcome: 'sent' },
            ],
          },
        ],
      },
    ]);
  });

  it('are of the newest records first, and of records only', async () => {
    const unknown = {
      source: undefined,
      account: undefined,
      region: undefined,
      resource: undefined,
      time: undefined,
    };
    for (const [id, at] of [
      ['old', NOW],
      ['new', NOW + 60],
    ] as const)
      await saveNotice(table, { kind: 'notice', id, title: id, ...unknown }, at);
    await table.add('pause/pipelines', { strings: { code: 'x' } });

    const decisions = await reader.list();

    expect(decisions.map(({ subject }) => subject)).toEqual(['new', 'old']);
  });

  it('say of an execution that its message shows what no reply tells', async () => {
    const identity = { account: '1', region: 'eu-west-1', pipeline: 'web', executionId: 'e-1' };
    const key = toRecordKey(identity);
    const began = { state: 'STARTED', time: NOW, attempt: 1, facts: {} } as const;
    await addObservations(table, key, { observations: [began], now: NOW });
    await table.add(toDeliveryKey('pipelines', key), { strings: { 'key execution': SENT } });

    const [decision] = await reader.list();

    expect(decision).toMatchObject({
      subject: 'web',
      detail: 'e-1',
      announcements: [
        { what: 'started', destinations: [{ name: 'pipelines', outcome: 'shown by the message' }] },
      ],
    });
  });
});
