import { setTimeout as wait } from 'node:timers/promises';
import { DeleteTableCommand, ScanCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { DeleteBucketCommand, DeleteObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createResolver } from '#local/aws/intrinsics.ts';
import { parseTemplate } from '#local/aws/template.ts';
import { Cleanup } from '#local/cleanup.ts';
import { createLoopbackCodePipeline, type LoopbackCodePipeline } from '#local/codepipeline/index.ts';
import { startLoopbackSlack } from '#local/slack/index.ts';
import { ALL_NEEDS } from '#shared/enrichment/all-needs.ts';
import { type Stack, startStack } from '#tests/support/embedded-stack.ts';
import { SIGNING_SECRET, signedRequest, slashCommand } from '#tests/support/slack-request.ts';
import { type Access, accessesOf } from './support/accesses.ts';
import { startAskingMachine } from './support/asking-machine.ts';
import { commandsOf, lateQuestion, openQuestions } from './support/commands.ts';
import { accessesIn, covers, isAllowed } from './support/evaluate.ts';
import { type Packaged, packageOffline, propertiesByType } from './support/packaged.ts';
import { useUpProgress } from './support/progress.ts';
import { referencesIn } from './support/references.ts';
import { type Statement, statementsIn } from './support/statements.ts';

const DEADLINE_MILLISECONDS = 50_000;
const READERS = ['ingest', 'enrich', 'deliver', 'archive'];
const FUNCTIONS = [...READERS, 'reconcile', 'slack', 'command', 'approval-request'];
/** Of the demos, one and two; of state machines three. */
const APPROVALS = 6;
const TRY_LATER = 'sqs:ChangeMessageVisibility';
const QUEUES = ['EventsQueue', 'EnrichmentQueue', 'DeliveriesQueue', 'ArchiveQueue', 'CommandsQueue'];

/** What services are asked after a failure: tests/unit/shared/enrichment has each of those calls. */
const BY_UNIT_TESTS = new Set(ALL_NEEDS.flatMap(({ actions }) => actions));

const cleanup = new Cleanup();
/** By function, without repetition. */
const asked = new Map<string, Map<string, Access>>();
let packaged: Packaged;
let stack: Stack;
let codepipeline: LoopbackCodePipeline;
/** No event of CodePipeline arrives any more. */
let isDeaf = false;

beforeAll(async () => {
  packaged = await packageOffline({ stage: 'dev' });
  cleanup.add(packaged.remove);
  await live();
}, 180_000);

afterAll(() => cleanup.run());

describe.each(FUNCTIONS)('%s', (name) => {
  it('makes no call that its role does not allow', () => {
    const denied = askedBy(name).filter((access) => !isAllowed(roleOf(name), access));

    expect(askedBy(name).length).toBeGreaterThan(1);
    expect(denied).toEqual([]);
  });

  it('is allowed nothing that neither it nor Lambda in its name does', () => {
    expect(unused(name)).toEqual([]);
  });
});

describe('the comparison', () => {
  const statement = { Action: ['s3:PutObject'], Resource: ['arn:aws:s3:::archive/events/*'] };
  const allow: Statement = { ...statement, Effect: 'Allow' };
  const deny: Statement = { ...statement, Effect: 'Deny', Resource: ['*'] };
  const put: Access = { action: 's3:PutObject', resource: 'arn:aws:s3:::archive/events/1.gz' };

  it.each([
    ['allows what is granted', [allow], put, true],
    ['refuses another action', [allow], { ...put, action: 's3:GetObject' }, false],
    ['refuses another resource', [allow], { ...put, resource: 'arn:aws:s3:::archive/snapshots/1' }, false],
    ['refuses what is denied beside it', [allow, deny], put, false],
    ['refuses what nothing is said of', [], put, false],
  ])('%s', (_, statements, access, expected) => {
    expect(isAllowed(statements, access)).toBe(expected);
  });

  it('does not guess at conditions', () => {
    expect(() => isAllowed([{ ...allow, Condition: {} }], put)).toThrow('conditions');
  });
});

/** A life of the service that meets everything a function may have to do. */
async function live(): Promise<void> {
  const slack = await startLoopbackSlack();
  cleanup.add(slack.stop);
  for (const channel of ['#pipelines', '#again', '#chat']) slack.createChannel(channel);
  const names = functionNames();
  stack = await startStack({
    template: withTopic('release-mail'),
    bundleDirectory: packaged.bundleDirectory,
    functionEnvironment: { SLACK_API_URL: slack.apiUrl },
    onCall: (call) => {
      for (const name of names) for (const access of accessesOf(name, call)) remember(name, access);
    },
  });
  cleanup.add(stack.stop);
  stack.aws.putSecret(
    'signalbox/slack',
    JSON.stringify({ botToken: slack.botToken, signingSecret: SIGNING_SECRET }),
  );
  stack.aws.putSecret('signalbox/chat-webhook', JSON.stringify({ url: slack.webhookUrl('#chat') }));
  await runPipelines();
  await ask();
  await startAskingMachine(stack.aws, {
    functionName: toFunctionName('approval-request'),
    executions: ['approved', 'rejected', 'left'],
  });
  await until(async () => (await openQuestions(stack)).length >= APPROVALS);
  isDeaf = true;
  const channel = slack.channels()[0]?.id ?? '';
  for (const body of await commandsOf({ stack, codepipeline, channel })) await send('CommandsQueue', body);
  for (const queue of QUEUES) await send(queue, 'poison');
  await until(() => READERS.flatMap(unused).every(({ action }) => action === TRY_LATER));
  await until(async () => {
    await sweep();
    return unused('reconcile').length === 0;
  });
  await breakDown();
  await until(() => FUNCTIONS.flatMap(unused).length === 0);
}

/** An execution of which only the first event arrives, and others as they should be. */
async function runPipelines(): Promise<void> {
  let silent: unknown;
  codepipeline = createLoopbackCodePipeline({
    account: '111122223333',
    region: 'eu-west-1',
    pace: 0,
    publish: async (_topic, _subject, message) => send('EventsQueue', message),
    emit: async (event) => {
      if (isDeaf) return;
      const id = Object(event['detail'])['execution-id'];
      const isFirst = silent === undefined;
      silent ??= id;
      if (isFirst || id !== silent) await stack.aws.putEvent(event);
    },
  });
  cleanup.add(async () => codepipeline.stop());
  stack.aws.mount('codepipeline', codepipeline.handle);
  for (const demo of [
    'needs-approval',
    'approvals-in-parallel',
    'succeeds',
    'succeeds',
    'fails-in-build',
    'stopped',
  ]) {
    if (demo === 'stopped') await useUpProgress(stack);
    await codepipeline.runDemo(demo);
    await codepipeline.finished();
  }
}

/** By the public address, as a person does in Slack. */
async function ask(): Promise<void> {
  const { headers, body } = signedRequest(slashCommand('status'), { at: Math.trunc(Date.now() / 1000) });
  const answer = await fetch(`${stack.aws.apiUrl}/slack`, { method: 'POST', headers, body });
  if (!answer.ok) throw new Error(`the public address answered ${answer.status}`);
}

/** Asks after the open records, made old enough for it; whoever writes to one meanwhile makes it young again. */
async function sweep(): Promise<void> {
  const TableName = stack.ref('Table');
  const { Items = [] } = await stack.dynamodb.send(new ScanCommand({ TableName }));
  for (const { pk, open } of Items)
    if (pk && open)
      await stack.dynamodb.send(
        new UpdateItemCommand({
          TableName,
          Key: { pk },
          UpdateExpression: 'SET touched = :long_ago',
          ExpressionAttributeValues: { ':long_ago': { N: '1' } },
        }),
      );
  const outcome = await stack.aws.invoke(toFunctionName('reconcile'), {});
  if (!outcome.ok) throw new Error(outcome.message);
}

/** Without table and bucket every function has to try again later. */
async function breakDown(): Promise<void> {
  await until(deleteBucket);
  await stack.dynamodb.send(new DeleteTableCommand({ TableName: stack.ref('Table') }));

  const record = 'execution/111122223333/eu-west-1/web-shop/1';
  await send('EventsQueue', JSON.stringify({ 'detail-type': 'Anything', id: '1' }));
  await send('EnrichmentQueue', JSON.stringify({ record }));
  await send('DeliveriesQueue', JSON.stringify({ record, destination: 'pipelines' }));
  await send('ArchiveQueue', '{}');
  await send('CommandsQueue', lateQuestion());
}

/** False while a function is still writing to it. */
async function deleteBucket(): Promise<boolean> {
  const Bucket = stack.ref('ArchiveBucket');
  const { Contents = [] } = await stack.s3.send(new ListObjectsV2Command({ Bucket }));
  for (const { Key } of Contents) await stack.s3.send(new DeleteObjectCommand({ Bucket, Key }));
  return stack.s3.send(new DeleteBucketCommand({ Bucket })).then(
    () => true,
    () => false,
  );
}

/** Also goes on when it is in vain: the tests say better than a time-out what is missing. */
async function until(isMet: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + DEADLINE_MILLISECONDS;
  while (!(await isMet()) && Date.now() < deadline) await wait(100);
}

async function send(queue: string, body: string): Promise<void> {
  const QueueUrl = stack.ref(queue);
  const fifo = QueueUrl.endsWith('.fifo') ? { MessageGroupId: 'test', MessageDeduplicationId: body } : {};
  await stack.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: body, ...fifo }));
}

function remember(functionName: string, access: Access): void {
  const known = asked.get(functionName) ?? new Map<string, Access>();
  asked.set(functionName, known.set(`${access.action} ${access.resource}`, access));
}

function askedBy(name: string): readonly Access[] {
  return [...(asked.get(toFunctionName(name)) ?? new Map<string, Access>()).values()];
}

function unused(name: string): readonly Access[] {
  const done = [...askedBy(name), ...doneByLambda(name)];
  return accessesIn(roleOf(name)).filter(
    (granted) => !BY_UNIT_TESTS.has(granted.action) && !done.some((access) => covers(granted, access)),
  );
}

/** What Lambda does with the function's role: logs, traces, reading its queue, and its own dead letters. */
function doneByLambda(name: string): readonly Access[] {
  const { DeadLetterConfig } = propertiesOf(`${capitalized(name)}LambdaFunction`);
  const queues = [...propertiesByType(packaged, 'AWS::Lambda::EventSourceMapping').values()]
    .filter(({ FunctionName }) => referencesIn(FunctionName).includes(`${capitalized(name)}LambdaFunction`))
    .map(({ EventSourceArn }) => String(resolve(EventSourceArn)));
  const streams = `arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/${toFunctionName(name)}:log-stream:*`;
  return [
    { action: 'logs:CreateLogStream', resource: streams },
    { action: 'logs:PutLogEvents', resource: streams },
    { action: 'xray:PutTraceSegments', resource: '*' },
    { action: 'xray:PutTelemetryRecords', resource: '*' },
    ...queues.flatMap((resource) =>
      ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'].map((operation) => ({
        action: `sqs:${operation}`,
        resource,
      })),
    ),
    ...(DeadLetterConfig === undefined
      ? []
      : [{ action: 'sqs:SendMessage', resource: String(Object(resolve(DeadLetterConfig)).TargetArn) }]),
  ];
}

function roleOf(name: string): readonly Statement[] {
  return statementsIn(packaged.template.Resources[`${capitalized(name)}Role`]).map((statement) => ({
    ...statement,
    Resource: statement.Resource.map(resolve),
  }));
}

function resolve(value: unknown): unknown {
  const template = parseTemplate(packaged.template);
  return createResolver({ template, parameters: {}, resources: stack.aws.resources }).resolve(value);
}

function functionNames(): readonly string[] {
  return [...propertiesByType(packaged, 'AWS::Lambda::Function').values()].map(({ FunctionName }) =>
    String(FunctionName),
  );
}

function propertiesOf(id: string) {
  return packaged.template.Resources[id]?.Properties ?? {};
}

function withTopic(TopicName: string) {
  const topic = { Type: 'AWS::SNS::Topic', Properties: { TopicName } };
  return { ...packaged.template, Resources: { Topic: topic, ...packaged.template.Resources } };
}

function toFunctionName(name: string): string {
  return `signalbox-dev-${name}`;
}

function capitalized(name: string): string {
  return `${name.charAt(0).toUpperCase()}${name.slice(1).replace('-', 'Dash')}`;
}
