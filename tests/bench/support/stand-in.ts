// Run as a process of its own, so that its work is not counted as the functions': AWS and Slack as far as the functions
// ask for them, without delay and without limits. The table is a real one; the rest takes everything and keeps count.
import { createHash, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import { json, text } from 'node:stream/consumers';
import * as z from 'zod';
import { type Call, overhear } from '#local/aws/call.ts';
import { createDynamoDb } from '#local/aws/dynamodb.ts';
import { operationOf } from '#local/aws/json-service.ts';
import { listenOnLoopback } from '#local/loopback-server.ts';
import { BOT_TOKEN } from '#tests/support/fakes.ts';
import { SIGNING_SECRET } from '#tests/support/slack-request.ts';
import { now } from './now.ts';
import type { Report, SentMessage, StandInAddresses } from './stand-in-client.ts';

const Entry = z.object({
  Id: z.string(),
  MessageBody: z.string(),
  MessageGroupId: z.string().optional(),
  DelaySeconds: z.number().default(0),
});
const Batch = z.object({ QueueUrl: z.string(), Entries: z.array(Entry) });

const STAGES = ['Source', 'Build', 'Deploy'];
const dynamodb = createDynamoDb();

const calls = new Map<string, number>();
let connections = 0;
let messages: SentMessage[] = [];
let slackAt: number[] = [];
let posts = 0;

const aws = await serve((request, response) => {
  const service = String(request.headers['x-amz-target'] ?? '').split(/[._]/)[0];
  if (service === 'DynamoDB') {
    count(`dynamodb ${operationOf(request)}`);
    return void overhear(request).then(({ call, request: again }) =>
      takesBudget(call) ? response.end('{}') : dynamodb(again, response),
    );
  }
  void answerAws(request).then(
    ({ type, body }) => response.writeHead(200, { 'content-type': type }).end(body),
    (error: unknown) => response.writeHead(500).end(String(error)),
  );
});
const slack = await serve((request, response) => {
  slackAt.push(now());
  const method = (request.url ?? '').split('/').at(-1) ?? '';
  count(`slack ${method}`);
  void text(request).then((body) => {
    const answer = JSON.stringify(answerSlack(method, JSON.parse(body)));
    response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' }).end(answer);
  });
});

// Asked: everything since it was asked before.
process.on('message', () => tell({ calls: Object.fromEntries(calls), connections, messages, slackAt }));
process.on('disconnect', () => process.exit(0));
send({ aws, slack } satisfies StandInAddresses);

function tell(report: Report): void {
  send(report);
  calls.clear();
  [connections, messages, slackAt] = [0, [], []];
}

/** Slack's budgets last for ever here: what is measured is work, not waiting for them. */
function takesBudget({ body }: Call): boolean {
  return body.includes('"S":"budget/');
}

function send(message: object): void {
  process.send?.(message);
}

async function serve(handle: RequestListener): Promise<string> {
  const server = createServer(handle).on('connection', () => {
    connections += 1;
  });
  server.keepAliveTimeout = 0;
  return `http://127.0.0.1:${await listenOnLoopback(server)}`;
}

function count(call: string): void {
  calls.set(call, (calls.get(call) ?? 0) + 1);
}

async function answerAws(
  request: IncomingMessage,
): Promise<{ readonly type: string; readonly body: string }> {
  if (request.method === 'PUT') {
    count('s3 PutObject');
    await text(request);
    return { type: 'application/xml', body: '' };
  }
  const operation = operationOf(request);
  if (operation === '') {
    count('sns Publish');
    await text(request);
    return { type: 'text/xml', body: PUBLISHED };
  }
  const service = String(request.headers['x-amz-target']).startsWith('AmazonSQS') ? 'sqs' : 'aws';
  count(`${service} ${operation}`);
  return {
    type: 'application/x-amz-json-1.1',
    body: JSON.stringify(answerJson(operation, await json(request))),
  };
}

function answerJson(operation: string, input: unknown): unknown {
  if (operation === 'GetSecretValue')
    return { SecretString: JSON.stringify({ botToken: BOT_TOKEN, signingSecret: SIGNING_SECRET }) };
  if (operation === 'GetPipeline') return { pipeline: { stages: STAGES.map((name) => ({ name })) } };
  if (operation !== 'SendMessageBatch') return {};
  const { QueueUrl, Entries } = Batch.parse(input);
  const queue = QueueUrl.split('/').at(-1) ?? '';
  for (const { MessageBody: body, MessageGroupId: group, DelaySeconds: delaySeconds } of Entries)
    messages.push({ queue, body, delaySeconds, ...(group !== undefined && { group }) });
  return {
    Successful: Entries.map(({ Id, MessageBody }) => ({
      Id,
      MessageId: randomUUID(),
      MD5OfMessageBody: createHash('md5').update(MessageBody).digest('hex'),
    })),
    Failed: [],
  };
}

function answerSlack(method: string, body: Readonly<Record<string, unknown>>): unknown {
  if (method.startsWith('conversations')) return { ok: true, messages: [] };
  posts += 1;
  const ts = method === 'chat.update' ? body['ts'] : `1772615700.${String(posts).padStart(6, '0')}`;
  return { ok: true, channel: 'C0BENCH00', ts };
}

const PUBLISHED =
  '<PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishResult><MessageId>1</MessageId></PublishResult></PublishResponse>';
