import { join } from 'node:path';
import { PublishCommand, SubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, DeleteQueueCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { toArn } from '#local/aws/identity.ts';
import { toRecordKey } from '#shared/domain/pipeline-event.ts';
import { createDynamoDbTable } from '#shared/store/dynamodb-table.ts';
import { addObservations } from '#shared/store/executions.ts';
import { ACCOUNT, buildPipelineEvent, REGION, START } from '#tests/support/build-event.ts';
import { failedAction } from '#tests/support/scenes.ts';
import { holds } from './support/differences.ts';
import { attributesOf, countMessages, listItems, parentsIn, takeMessage, until } from './support/look.ts';
import { startTestStack, type TestStack } from './support/test-stack.ts';

const NOTIFICATIONS = toArn('sns', 'pipeline-notifications');
const MAIL = toArn('sns', 'pipeline-mail');
/** Seconds from the beginning of test events to now: what is older than a month is not told. */
const NOW = Math.trunc(Date.now() / 1000) - START;

let stack: TestStack;

beforeAll(async () => {
  stack = await startTestStack({
    settingsFile: join(import.meta.dirname, 'support/signalbox.yml'),
    parameters: { notificationTopicArns: NOTIFICATIONS },
    channels: ['#pipelines', '#order', '#unready'],
    topics: ['pipeline-notifications', 'pipeline-mail'],
  });
}, 120_000);

afterAll(async () => {
  await stack?.stop();
});

describe('the packaged service', () => {
  it('takes events from a topic, too', async () => {
    const event = buildPipelineEvent({ pipeline: 'from-topic', state: 'SUCCEEDED', after: NOW });

    await stack.sns.send(new PublishCommand({ TopicArn: NOTIFICATIONS, Message: JSON.stringify(event) }));

    await until(() => parentsIn(stack, '#pipelines').some(({ text }) => text === 'from-topic succeeded'));
  });

  it('tells a topic of a failure, with attributes to filter by', async () => {
    const mailbox = await subscribe(MAIL);
    await stack.putEvent(failedAction(NOW, { pipeline: 'to-topic' }));

    const { Body = '' } = await takeMessage(stack, mailbox);

    const { Subject, MessageAttributes } = JSON.parse(Body);
    expect(Subject).toBe('to-topic failed in Build');
    expect(MessageAttributes.status).toEqual({ Type: 'String', Value: 'failed' });
  });

  it.each([
    { queue: 'EventsQueue', parked: 'EventsDeadLetters' },
    { queue: 'EnrichmentQueue', parked: 'EnrichmentDeadLetters' },
    { queue: 'DeliveriesQueue', parked: 'DeliveriesDeadLetters' },
    { queue: 'ArchiveQueue', parked: 'ArchiveDeadLetters' },
  ])('parks what $queue should never hold, with the reason', async ({ queue, parked }) => {
    await send(stack.ref(queue), 'this is not JSON');

    const message = await takeMessage(stack, stack.ref(parked));

    expect(message.Body).toBe('this is not JSON');
    expect(attributesOf(message)).toEqual({
      source: stack.ref(queue).split('/').at(-1),
      code: 'invalid_input',
      reason: expect.stringContaining('JSON'),
    });
  });

  it('tries again what Slack did not take, and lets nothing of its group overtake it', async () => {
    const names = ['order-1', 'order-2', 'order-3'];
    const records = await Promise.all(names.map(addFinishedExecution));
    stack.slack.fail({ method: 'chat.postMessage', channel: '#order', times: 1, with: { status: 503 } });

    for (const record of records)
      await send(
        stack.ref('DeliveriesQueue'),
        JSON.stringify({ destination: 'order', record }),
        'order|progress',
      );
    await until(() => parentsIn(stack, '#order').length === names.length);

    expect(stack.slack.calls().filter(({ status }) => status === 503)).toHaveLength(1);
    expect(parentsIn(stack, '#order').map(({ text }) => text)).toEqual(
      names.map((name) => `${name} succeeded`),
    );
  });

  it('pauses a destination whose secret is missing, keeps what it owes it, and holds up no other', async () => {
    await stack.putEvent(buildPipelineEvent({ pipeline: 'unready-1', state: 'SUCCEEDED', after: NOW }));
    const pauses = () => listItems(stack, 'pause/');
    await until(async () => (await pauses()).some(({ code }) => code?.S === 'config'));

    await stack.putEvent(buildPipelineEvent({ pipeline: 'beside', state: 'SUCCEEDED', after: NOW }));
    await until(() => parentsIn(stack, '#pipelines').some(({ text }) => text === 'beside succeeded'));

    const waiting = await countMessages(stack, stack.ref('DeliveriesQueue'));
    expect(waiting.visible + waiting.hidden).toBeGreaterThan(0);
    expect(await countMessages(stack, stack.ref('DeliveriesDeadLetters'))).toEqual({ visible: 0, hidden: 0 });
    expect(parentsIn(stack, '#unready')).toEqual([]);
  });

  it('keeps an event that a rule cannot hand over, with what went wrong', async () => {
    await stack.sqs.send(new DeleteQueueCommand({ QueueUrl: stack.ref('ArchiveQueue') }));

    await stack.putEvent(buildPipelineEvent({ pipeline: 'unarchived', after: NOW }));

    await holds('a rule has a dead-letter queue', stack, async () => {
      const message = await takeMessage(stack, stack.ref('RuleDeadLetters'), 3_000);
      expect(JSON.parse(message.Body ?? '').detail.pipeline).toBe('unarchived');
      expect(attributesOf(message)).toMatchObject({ ERROR_CODE: 'NO_RESOURCE' });
    });
    await until(() => parentsIn(stack, '#pipelines').some(({ text }) => text.startsWith('unarchived')));
  });
});

/** A new queue that gets what is published to the topic. */
async function subscribe(TopicArn: string): Promise<string> {
  const QueueName = 'mailbox';
  const { QueueUrl = '' } = await stack.sqs.send(new CreateQueueCommand({ QueueName }));
  await stack.sns.send(
    new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint: toArn('sqs', QueueName) }),
  );
  return QueueUrl;
}

async function send(QueueUrl: string, MessageBody: string, group = 'of the test'): Promise<void> {
  const fifo = { MessageGroupId: group, MessageDeduplicationId: crypto.randomUUID() };
  await stack.sqs.send(
    new SendMessageCommand({ QueueUrl, MessageBody, ...(QueueUrl.endsWith('.fifo') && fifo) }),
  );
}

/** Onto the table and nowhere else, so that nothing but the test asks for its delivery. */
async function addFinishedExecution(pipeline: string): Promise<string> {
  const record = toRecordKey({
    account: ACCOUNT,
    region: REGION,
    pipeline,
    executionId: crypto.randomUUID(),
  });
  const time = START + NOW;
  await addObservations(createDynamoDbTable(stack.dynamodb, stack.ref('Table')), record, {
    observations: [{ state: 'SUCCEEDED', time, attempt: 1, facts: {} }],
    now: time,
  });
  return record;
}
