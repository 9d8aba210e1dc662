import { BatchGetItemCommand, DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { createHttpClient } from '#shared/clients/http.ts';

/** What the calls of an invocation cost when nothing is done but making them, by the same libraries. */
export async function handler({ calls }: { readonly calls: Readonly<Record<string, number>> }) {
  for (const [call, times] of Object.entries(calls))
    for (let time = 0; time < times; time += 1) await CALLS[call.split('.')[0] ?? '']?.();
  return { batchItemFailures: [] };
}

const KEYS = ['record', 'delivery', 'pause/posts', 'pause/edits'].map((pk) => ({ pk: { S: pk } }));
const OBSERVATION = '["Build","UnitTests","SUCCEEDED",1772615700,{"link":"https://example.com/builds/1"}]';
const BODY = JSON.stringify({ text: 'x'.repeat(1500) });

const { TABLE_NAME = '', DELIVERIES_QUEUE_URL = '', SLACK_API_URL = '' } = process.env;
const dynamodb = new DynamoDBClient({});
const sqs = new SQSClient({});
const http = createHttpClient();
let made = 0;

const CALLS: Readonly<Record<string, () => Promise<unknown>>> = {
  'dynamodb UpdateItem': () =>
    dynamodb.send(
      new UpdateItemCommand({
        TableName: TABLE_NAME,
        Key: { pk: { S: `same-calls-${Math.floor(next() / 30)}` } },
        UpdateExpression: 'ADD #0 :0 SET #1 = :1, #2 = :2',
        ExpressionAttributeNames: { '#0': 'observations', '#1': 'schema', '#2': 'touched' },
        ExpressionAttributeValues: {
          ':0': { SS: [`${OBSERVATION}${made}`] },
          ':1': { S: '1' },
          ':2': { N: '1' },
        },
        ReturnValues: 'ALL_NEW',
      }),
    ),
  'dynamodb BatchGetItem': () =>
    dynamodb.send(
      new BatchGetItemCommand({ RequestItems: { [TABLE_NAME]: { Keys: KEYS, ConsistentRead: true } } }),
    ),
  'sqs SendMessageBatch': () =>
    sqs.send(
      new SendMessageBatchCommand({
        QueueUrl: DELIVERIES_QUEUE_URL,
        Entries: [
          {
            Id: '1',
            MessageBody: OBSERVATION,
            MessageGroupId: 'same',
            MessageDeduplicationId: String(next()),
          },
        ],
      }),
    ),
  'slack chat': () =>
    http.post({
      url: `${SLACK_API_URL}/chat.postMessage`,
      body: BODY,
      headers: { 'content-type': 'application/json; charset=utf-8' },
      target: 'the stand-in',
    }),
};

function next(): number {
  made += 1;
  return made;
}
