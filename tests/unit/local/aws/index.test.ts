import { once } from 'node:events';
import { connect } from 'node:net';
import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import {
  DeleteQueueCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  type SendMessageCommandInput,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startEmbeddedAws } from '#local/aws/index.ts';
import { type Stack, startStack } from '#tests/support/embedded-stack.ts';
import { smallTemplate, type Task, writeBundles } from './support/small-stack.ts';

const bundles = writeBundles();
const lines: string[] = [];
let stack: Stack;

beforeAll(async () => {
  stack = await startStack({
    template: smallTemplate(),
    bundleDirectory: bundles.directory,
    log: (line) => lines.push(line),
  });
});

afterAll(async () => {
  await stack.stop();
  bundles.remove();
});

describe('the embedded AWS', () => {
  it('carries an event over rule, queue and function into the table', async () => {
    await stack.aws.putEvent({ id: 'e1', source: 'test.tasks', detail: { id: 'from the bus 🚦' } });
    await stack.aws.idle();

    const [work] = await works('tasks');
    expect(work).toMatchObject({
      id: 'from the bus 🚦',
      record: {
        eventSource: 'aws:sqs',
        eventSourceARN: 'arn:aws:sqs:eu-west-1:111122223333:local-Tasks',
        awsRegion: 'eu-west-1',
        attributes: { ApproximateReceiveCount: '1', SentTimestamp: expect.stringMatching(/^\d{13}$/) },
      },
      context: {
        functionName: 'small-test-worker',
        invokedFunctionArn: 'arn:aws:lambda:eu-west-1:111122223333:function:small-test-worker',
      },
    });
    expect(work?.remaining).toBeGreaterThan(0);
    expect(work?.remaining).toBeLessThanOrEqual(1000);
    expect(lines).toContain('worker: worked on from the bus 🚦');
  });

  it('keeps the order of a group, with several of its messages in one batch', async () => {
    const numbers = Array.from({ length: 25 }, (_, index) => String(index));

    for (const id of numbers) await send('OrderedTasks', { id }, { MessageGroupId: 'group' });
    await stack.aws.idle();

    const done = await works('group');
    expect(done.map(({ id }) => id)).toEqual(numbers);
    expect(Math.max(...done.map(({ batch }) => batch))).toBeGreaterThan(1);
  });

  it('gives a FIFO target the group of its rule', async () => {
    await stack.aws.putEvent({ id: 'e2', source: 'test.ordered', detail: { id: 'ordered' } });
    await stack.aws.idle();

    expect(await works('events')).toMatchObject([{ id: 'ordered' }]);
  });

  it('gives an event to a function without a queue between', async () => {
    await stack.aws.putEvent({ id: 'e3', source: 'test.function', detail: { id: 'direct' } });
    await stack.aws.idle();

    expect((await works('tasks')).map(({ id }) => id)).toContain('direct');
  });

  it('keeps an event whose queue is gone, with the reason, in the dead-letter queue of the rule', async () => {
    const event = { id: 'e4', source: 'test.lost', detail: { id: 'lost' } };
    await stack.sqs.send(new DeleteQueueCommand({ QueueUrl: stack.ref('LostTasks') }));

    await stack.aws.putEvent(event);

    const { Messages = [] } = await stack.sqs.send(
      new ReceiveMessageCommand({ QueueUrl: stack.ref('DeadEvents'), MessageAttributeNames: ['All'] }),
    );
    expect(Messages).toMatchObject([
      {
        Body: JSON.stringify(event),
        MessageAttributes: {
          RULE_ARN: { StringValue: 'arn:aws:events:eu-west-1:111122223333:rule/local-LostRule' },
          TARGET_ARN: { StringValue: 'arn:aws:sqs:eu-west-1:111122223333:local-LostTasks' },
          ERROR_CODE: { StringValue: 'NO_RESOURCE' },
        },
      },
    ]);
  });

  it('deletes what succeeded and moves what keeps failing to the dead-letter queue', async () => {
    const url = stack.ref('Tasks');
    const tasks = [{ id: 'good' }, { id: 'bad', does: 'fail' }, { id: 'fine' }];

    await stack.sqs.send(
      new SendMessageBatchCommand({
        QueueUrl: url,
        Entries: tasks.map((task) => ({ Id: task.id, MessageBody: JSON.stringify(task) })),
      }),
    );
    await stack.aws.idle();

    const ids = (await works('tasks')).map(({ id }) => id);
    expect(ids.filter((id) => id === 'good')).toHaveLength(1);
    expect(ids.filter((id) => id === 'fine')).toHaveLength(1);
    expect(await receive('DeadTasks')).toEqual([{ id: 'bad', does: 'fail' }]);
  });

  it('tells how a function failed, and tries again', async () => {
    const tasks = ['throw', 'exit', 'hang'] as const;

    await Promise.all(tasks.map((does) => send('SingleTasks', { id: does, does })));
    await stack.aws.idle();

    const failures = lines.filter((line) => line.startsWith('worker: invocation failed:')).toSorted();
    expect(failures).toEqual(
      [
        'worker: invocation failed: Runtime.ExitError: The process exited with code 7',
        'worker: invocation failed: Sandbox.Timedout: Task timed out after 1.00 seconds (running)',
        'worker: invocation failed: TypeError: asked to throw',
      ].flatMap((line) => [line, line]),
    );
    expect(await receive('DeadTasks')).toHaveLength(3);
  });

  it('tells of a function that does not start, and where', async () => {
    await send('BrokenTasks', { id: 'never' });
    await stack.aws.idle();

    expect(lines).toContain('broken: invocation failed: RangeError: no settings');
    expect(lines.some((line) => line.startsWith('broken:') && line.includes('broken/index.mjs:1'))).toBe(
      true,
    );
    expect(await receive('DeadTasks')).toEqual([{ id: 'never' }]);
  });

  it('says what is outstanding when it does not become idle', async () => {
    await send('Tasks', { id: 'later' }, { DelaySeconds: 1 });

    await expect(stack.aws.idle({ timeoutMilliseconds: 50 })).rejects.toThrow('1 in local-Tasks');

    await stack.aws.idle();
    expect((await works('tasks')).map(({ id }) => id)).toContain('later');
  });

  it('delivers a topic to its queue', async () => {
    const sns = new SNSClient(settings());

    await sns.send(new PublishCommand({ TopicArn: stack.ref('Topic'), Subject: 'Hello', Message: 'World' }));

    expect(stack.ref('Topic')).toBe('arn:aws:sns:eu-west-1:111122223333:mail-test');
    expect(await receive('MailQueue')).toMatchObject([
      { Subject: 'Hello', Message: 'World', TopicArn: stack.ref('Topic') },
    ]);
    sns.destroy();
  });

  it('stores objects', async () => {
    const Bucket = stack.ref('Bucket');

    await stack.s3.send(new PutObjectCommand({ Bucket, Key: 'a/b c.json', Body: '{"x":1}' }));

    const object = await stack.s3.send(new GetObjectCommand({ Bucket, Key: 'a/b c.json' }));
    expect(await object.Body?.transformToString()).toBe('{"x":1}');
  });

  it('survives a client that dies in the middle of a request', async () => {
    const { hostname, port } = new URL(stack.aws.endpoint);
    const client = connect(Number(port), hostname);
    client.write(
      'POST / HTTP/1.1\r\nHost: x\r\nX-Amz-Target: DynamoDB_20120810.GetItem\r\nContent-Length: 99\r\n\r\n{',
      () => client.destroy(),
    );
    await once(client, 'close');

    expect(await works('nothing')).toEqual([]);
  });

  it('serves secrets, and says when there is none', async () => {
    const client = new SecretsManagerClient(settings());
    stack.aws.putSecret('signalbox/slack', '{"botToken":"x"}');

    const secret = await client.send(new GetSecretValueCommand({ SecretId: 'signalbox/slack' }));

    expect(secret.SecretString).toBe('{"botToken":"x"}');
    await expect(client.send(new GetSecretValueCommand({ SecretId: 'other' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    client.destroy();
  });
});

describe('a template that cannot be wired', () => {
  it.each([
    [
      'an unknown type',
      { Type: 'AWS::Kinesis::Stream' },
      /Resource Extra \(AWS::Kinesis::Stream\): .*does not know/,
    ],
    [
      'a bundle that is not there',
      { Type: 'AWS::Lambda::Function', Properties: { Handler: 'dist/functions/absent/index.handler' } },
      /Resource Extra \(AWS::Lambda::Function\): .*absent\/index\.mjs is missing/,
    ],
    [
      'a visibility time-out shorter than the function may take',
      {
        Type: 'AWS::Lambda::EventSourceMapping',
        Properties: {
          EventSourceArn: { 'Fn::GetAtt': ['Short', 'Arn'] },
          FunctionName: { Ref: 'WorkerLambdaFunction' },
        },
      },
      /VisibilityTimeout of 0 s is shorter than the function's Timeout of 1 s/,
    ],
    [
      'a rule with an operator that EventBridge does not have',
      { Type: 'AWS::Events::Rule', Properties: { EventPattern: { source: [{ matches: 'x' }] } } },
      /Resource Extra .*source: unknown operator matches/,
    ],
  ])('is refused for %s', async (_what, Extra, message) => {
    const template = smallTemplate();
    const Short = { Type: 'AWS::SQS::Queue', Properties: { VisibilityTimeout: 0 } };

    const starting = startEmbeddedAws({
      template: { ...template, Resources: { ...template.Resources, Short, Extra } },
      bundleDirectory: bundles.directory,
    });

    await expect(starting).rejects.toThrow(message);
  });
});

function settings() {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  return { endpoint: stack.aws.endpoint, region: 'eu-west-1', credentials };
}

async function send(queue: string, task: Task, more: Partial<SendMessageCommandInput> = {}): Promise<void> {
  await stack.sqs.send(
    new SendMessageCommand({
      QueueUrl: stack.ref(queue),
      MessageBody: JSON.stringify(task),
      ...more,
    }),
  );
}

/** Takes every message off a queue. */
async function receive(queue: string): Promise<readonly unknown[]> {
  const { Messages = [] } = await stack.sqs.send(
    new ReceiveMessageCommand({
      QueueUrl: stack.ref(queue),
      MaxNumberOfMessages: 10,
      VisibilityTimeout: 600,
    }),
  );
  return Messages.map(({ Body = '' }) => JSON.parse(Body));
}

interface Work {
  readonly id: string;
  readonly batch: number;
  readonly remaining: number;
}

async function works(pk: string): Promise<readonly Work[]> {
  const { Item } = await stack.dynamodb.send(
    new GetItemCommand({ TableName: stack.ref('Table'), Key: { pk: { S: pk } }, ConsistentRead: true }),
  );
  return (Item?.['works']?.L ?? []).map(({ S = '' }) => JSON.parse(S));
}
