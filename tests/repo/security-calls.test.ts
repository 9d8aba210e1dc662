import { setTimeout as wait } from 'node:timers/promises';
import { DeleteTableCommand } from '@aws-sdk/client-dynamodb';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createResolver } from '#local/aws/intrinsics.ts';
import { parseTemplate } from '#local/aws/template.ts';
import { Cleanup } from '#local/cleanup.ts';
import { createLoopbackCodePipeline, type LoopbackCodePipeline } from '#local/codepipeline/index.ts';
import type { JobEvent } from '#local/codepipeline/job-event.ts';
import { startLoopbackSlack } from '#local/slack/index.ts';
import { ALL_NEEDS } from '#shared/enrichment/all-needs.ts';
import { type Stack, startStack } from '#tests/support/embedded-stack.ts';
import { SIGNING_SECRET, signedRequest, slashCommand } from '#tests/support/slack-request.ts';
import { type Access, accessesOf } from './support/accesses.ts';
import { deleteArchiveBucket } from './support/archive-bucket.ts';
import { mountAskedServices } from './support/asked-services.ts';
import { startAskingMachine } from './support/asking-machine.ts';
import { commandsOf, lateQuestion, openQuestions, startRollback } from './support/commands.ts';
import { doneByLambda, doneByStepFunctions } from './support/done-by-aws.ts';
import { accessesIn, covers, isAllowed } from './support/evaluate.ts';
import { makeRecordsOld } from './support/old-records.ts';
import { type Packaged, packageOffline, propertiesByType } from './support/packaged.ts';
import { askForMoreJobs, mountAlarms } from './support/pipeline-jobs.ts';
import { useUpProgress } from './support/progress.ts';
import { referencesIn } from './support/references.ts';
import { createNamedMachines } from './support/state-machines.ts';
import { type Statement, statementsIn } from './support/statements.ts';

/** The message of an approval whose event is lost is believed after a minute. */
const DEADLINE_MILLISECONDS = 80_000;
const READERS = ['ingest', 'enrich', 'deliver', 'archive'];
const FUNCTIONS = [...READERS, 'reconcile', 'slack', 'command', 'approval-request', 'pipeline-job'];
/** The state machine that comes with the service. */
const MACHINE = 'failure-response';
const CALLERS = [...FUNCTIONS, MACHINE];
/** Of the demos two at once; of state machines three; after failures three. */
const QUESTIONS = 8;
/** How long a second of a state machine takes: long enough for people, short for its waits. */
const TIME_SCALE = 0.1;
const TRY_LATER = 'sqs:ChangeMessageVisibility';
const QUEUES = ['EventsQueue', 'EnrichmentQueue', 'DeliveriesQueue', 'ArchiveQueue', 'CommandsQueue'];

/** What services are asked after a failure: tests/unit/shared/enrichment has each of those calls. */
const BY_UNIT_TESTS = new Set(ALL_NEEDS.flatMap(({ actions }) => actions));

const cleanup = new Cleanup();
/** By function and state machine, without repetition. */
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
}, 300_000);

afterAll(() => cleanup.run());

describe.each(CALLERS)('%s', (name) => {
  it('makes no call that its role does not allow', () => {
    const denied = askedBy(name).filter((access) => !isAllowed(roleOf(name), access));

    expect(askedBy(name).length).toBeGreaterThan(1);
    expect(denied).toEqual([]);
  });

  it('is allowed nothing that neither it nor AWS in its name does', () => {
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
  const names = CALLERS.map(toFullName);
  stack = await startStack({
    template: withTopic('release-mail'),
    bundleDirectory: packaged.bundleDirectory,
    functionEnvironment: { SLACK_API_URL: slack.apiUrl },
    timeScale: TIME_SCALE,
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
  mountAlarms(stack.aws);
  mountAskedServices(stack.aws);
  await createNamedMachines(stack.aws);
  await runPipelines();
  await startRollback(stack, codepipeline);
  await ask();
  await startAskingMachine(stack.aws, {
    functionName: toFullName('approval-request'),
    executions: ['approved', 'rejected', 'left'],
  });
  await until(async () => (await openQuestions(stack)).length >= QUESTIONS);
  // As long as it is open, its function is invoked without a pause.
  await codepipeline.runDemo('gated');
  await until(async () => (await openQuestions(stack)).some(({ action }) => action === 'LetIn'));
  // Past the front door, but whoever asks people has called it.
  remember(toFullName(MACHINE), { action: 'lambda:InvokeFunction', resource: functionOfMachine() });
  isDeaf = true;
  const channel = slack.channels()[0]?.id ?? '';
  for (const body of await commandsOf({ stack, codepipeline, channel })) await send('CommandsQueue', body);
  for (const queue of QUEUES) await send(queue, 'poison');
  await until(() => READERS.flatMap(unused).every(({ action }) => action === TRY_LATER));
  await until(async () => {
    await sweep();
    return unused('reconcile').length === 0;
  });
  await until(() => unused(MACHINE).length === 0);
  await breakDown();
  await until(() => CALLERS.flatMap(unused).length === 0);
}

/** An execution of which only the first event arrives, and others as they should be. */
async function runPipelines(): Promise<void> {
  let silent: unknown;
  let job: JobEvent | undefined;
  codepipeline = createLoopbackCodePipeline({
    account: '111122223333',
    region: 'eu-west-1',
    pace: 0,
    publish: async (_topic, _subject, message) => send('EventsQueue', message),
    // The approvals of others must not end meanwhile.
    continueAfterMilliseconds: 1,
    jobFunctionName: toFullName('pipeline-job'),
    invoke: async (name, event) => {
      job ??= event;
      await stack.aws.invokeAsync(name, event);
    },
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
    'fails-in-deploy',
    'stopped',
    'smoke-tested',
  ]) {
    if (demo === 'stopped') await useUpProgress(stack);
    await codepipeline.runDemo(demo);
    await codepipeline.finished();
  }
  if (job === undefined) throw new Error('no pipeline had a job for its function');
  await askForMoreJobs(stack.aws, toFullName('pipeline-job'), job);
}

/** By the public address, as a person does in Slack. */
async function ask(): Promise<void> {
  const { headers, body } = signedRequest(slashCommand('status'), { at: Math.trunc(Date.now() / 1000) });
  const answer = await fetch(`${stack.aws.apiUrl}/slack`, { method: 'POST', headers, body });
  if (!answer.ok) throw new Error(`the public address answered ${answer.status}`);
}

/** Asks after the open records, made old enough for it. */
async function sweep(): Promise<void> {
  await makeRecordsOld(stack);
  const outcome = await stack.aws.invoke(toFullName('reconcile'), {});
  if (!outcome.ok) throw new Error(outcome.message);
}

/** Without table and bucket every function has to try again later. */
async function breakDown(): Promise<void> {
  await until(() => deleteArchiveBucket(stack));
  await stack.dynamodb.send(new DeleteTableCommand({ TableName: stack.ref('Table') }));

  const record = 'execution/111122223333/eu-west-1/web-shop/1';
  await send('EventsQueue', JSON.stringify({ 'detail-type': 'Anything', id: '1' }));
  await send('EnrichmentQueue', JSON.stringify({ record }));
  await send('DeliveriesQueue', JSON.stringify({ record, destination: 'pipelines' }));
  await send('ArchiveQueue', '{}');
  await send('CommandsQueue', lateQuestion());
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

function remember(caller: string, access: Access): void {
  const known = asked.get(caller) ?? new Map<string, Access>();
  asked.set(caller, known.set(`${access.action} ${access.resource}`, access));
}

function askedBy(name: string): readonly Access[] {
  return [...(asked.get(toFullName(name)) ?? new Map<string, Access>()).values()];
}

function unused(name: string): readonly Access[] {
  const done = [...askedBy(name), ...doneByAws(name)];
  return accessesIn(roleOf(name)).filter(
    (granted) => !BY_UNIT_TESTS.has(granted.action) && !done.some((access) => covers(granted, access)),
  );
}

function doneByAws(name: string): readonly Access[] {
  if (name === MACHINE) return doneByStepFunctions();
  const id = `${capitalized(name)}LambdaFunction`;
  const { DeadLetterConfig } = propertiesOf(id);
  const queues = [...propertiesByType(packaged, 'AWS::Lambda::EventSourceMapping').values()]
    .filter(({ FunctionName }) => referencesIn(FunctionName).includes(id))
    .map(({ EventSourceArn }) => String(resolve(EventSourceArn)));
  const deadLetters =
    DeadLetterConfig === undefined ? undefined : String(Object(resolve(DeadLetterConfig)).TargetArn);
  return doneByLambda({ name: toFullName(name), queues, deadLetters });
}

function functionOfMachine(): string {
  return String(resolve({ 'Fn::GetAtt': ['ApprovalDashrequestLambdaFunction', 'Arn'] }));
}

function roleOf(name: string): readonly Statement[] {
  const id = name === MACHINE ? 'FailureResponseRole' : `${capitalized(name)}Role`;
  return statementsIn(packaged.template.Resources[id]).map((statement) => ({
    ...statement,
    Resource: statement.Resource.map(resolve),
  }));
}

function resolve(value: unknown): unknown {
  const template = parseTemplate(packaged.template);
  return createResolver({ template, parameters: {}, resources: stack.aws.resources }).resolve(value);
}

function propertiesOf(id: string) {
  return packaged.template.Resources[id]?.Properties ?? {};
}

function withTopic(TopicName: string) {
  const topic = { Type: 'AWS::SNS::Topic', Properties: { TopicName } };
  return { ...packaged.template, Resources: { Topic: topic, ...packaged.template.Resources } };
}

function toFullName(name: string): string {
  return `signalbox-dev-${name}`;
}

function capitalized(name: string): string {
  return `${name.charAt(0).toUpperCase()}${name.slice(1).replace('-', 'Dash')}`;
}
