import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Call } from '#local/aws/call.ts';
import { ServiceFault } from '#local/aws/service-fault.ts';
import { type Machines, startMachines } from './support.ts';

const WORKER = 'arn:aws:lambda:eu-west-1:111122223333:function:test-worker';
const INVOKE = 'arn:aws:states:::lambda:invoke';

const calls: Call[] = [];
const asked: { readonly operation: string; readonly input: unknown }[] = [];
let machines: Machines;

beforeAll(async () => {
  machines = await startMachines({ onCall: (call) => calls.push(call) });
  machines.stack.aws.mount('codepipeline', async (operation, input) => {
    asked.push({ operation, input });
    if (operation === 'RetryStageExecution')
      throw Object.assign(new Error('Not failed'), { name: 'StageNotRetryableException' });
    if (operation === 'RollbackStage') throw new ServiceFault('Throttling', 'Slow down', 429);
    return PIPELINE;
  });
});

afterAll(() => machines.stop());

describe('a task that is a function', () => {
  it('gets the input and gives the result', async () => {
    const end = await machines.runTask({ Resource: WORKER, Parameters: { 'to.$': '$.who' } }, { who: 'Ada' });

    expect(end).toEqual({ status: 'SUCCEEDED', output: { event: { to: 'Ada' }, count: expect.any(Number) } });
  });

  it.each(['test-worker', 'test-worker:live', WORKER, `${WORKER}:7`])(
    'is invoked as %s',
    async (FunctionName) => {
      const Parameters = { FunctionName, Payload: { 'to.$': '$.who', key: FunctionName } };

      const end = await machines.runTask({ Resource: INVOKE, Parameters }, { who: 'Ada' });

      expect(end).toEqual({
        status: 'SUCCEEDED',
        output: {
          StatusCode: 200,
          ExecutedVersion: '$LATEST',
          Payload: { event: { to: 'Ada', key: FunctionName }, count: 1 },
        },
      });
    },
  );

  it.each([WORKER, INVOKE])('fails by the name of its error as %s', async (Resource) => {
    const event = { does: 'throw' };
    const Parameters = Resource === INVOKE ? { FunctionName: WORKER, Payload: event } : event;

    const { status, error, cause = '' } = await machines.runTask({ Resource, Parameters });

    expect({ status, error }).toEqual({ status: 'FAILED', error: 'InvalidInputError' });
    expect(JSON.parse(cause)).toMatchObject({ errorType: 'InvalidInputError', errorMessage: 'asked to' });
  });

  it('is not waited for when it is only sent an event', async () => {
    const Parameters = {
      FunctionName: WORKER,
      InvocationType: 'Event',
      Payload: { does: 'throw', times: 0 },
    };

    const end = await machines.runTask({ Resource: INVOKE, Parameters });

    expect(end).toEqual({ status: 'SUCCEEDED', output: { StatusCode: 202 } });
  });

  it('has to be there', async () => {
    const end = await machines.runTask({ Resource: INVOKE, Parameters: { FunctionName: 'absent' } });

    expect(end).toEqual({
      status: 'FAILED',
      error: 'Lambda.ResourceNotFoundException',
      cause: 'Function not found: absent',
    });
  });
});

describe('a task that calls a service', () => {
  it('speaks to CodePipeline in small letters, and to the machine in capitals and ISO times', async () => {
    const Parameters = {
      PipelineName: 'shop',
      'PipelineExecutionId.$': '$.id',
      Settings: [{ RetryMode: 'ALL' }],
    };

    const end = await machines.runTask(
      { Resource: sdk('codepipeline:getPipelineState'), Parameters },
      { id: 'e1' },
    );

    expect(asked).toContainEqual({
      operation: 'GetPipelineState',
      input: { pipelineName: 'shop', pipelineExecutionId: 'e1', settings: [{ retryMode: 'ALL' }] },
    });
    expect(end.output).toEqual({
      PipelineName: 'shop',
      PipelineVersion: 1_700_000_000,
      Created: '2026-03-04T09:00:00.250Z',
      StageStates: [
        {
          StageName: 'Build',
          LatestExecution: { LastStatusChange: '2026-03-04T09:00:00.000Z' },
          Configuration: { projectName: 'shop', lastTime: 1_772_614_800 },
        },
      ],
    });
    expect(calls.find(({ service }) => service === 'codepipeline')).toMatchObject({
      key: expect.stringMatching(/^local\.machine-\d+$/),
      operation: 'GetPipelineState',
    });
  });

  it.each([
    ['codepipeline:retryStageExecution', 'CodePipeline.StageNotRetryableException', 'Not failed', 400],
    ['codepipeline:rollbackStage', 'CodePipeline.ThrottlingException', 'Slow down', 429],
    [
      'secretsmanager:getSecretValue',
      'SecretsManager.ResourceNotFoundException',
      "Secrets Manager can't find the specified secret.",
      400,
    ],
    ['sfn:describeExecution', 'Sfn.InvalidArnException', "Invalid Arn: 'x'", 400],
    [
      'codebuild:startBuild',
      'CodeBuild.NotImplementedException',
      'The embedded AWS has no service codebuild StartBuild',
      501,
    ],
  ])('fails by the name of the error of %s', async (action, error, message, status) => {
    const Parameters = { SecretId: 'absent', ExecutionArn: 'x' };

    const end = await machines.runTask({ Resource: sdk(action), Parameters });

    expect(end).toMatchObject({ status: 'FAILED', error });
    const [service] = error.split('.');
    expect(end.cause).toContain(`${message} (Service: ${service}, Status Code: ${status}, Request ID: `);
  });

  it('leaves the attributes of an item as they are', async () => {
    const TableName = machines.stack.ref('Table');
    const Item = { pk: { S: 'a' }, updatedAt: { N: '1772614800' } };
    await machines.stack.dynamodb.send(new PutItemCommand({ TableName, Item }));

    const end = await machines.runTask({
      Resource: sdk('dynamodb:getItem'),
      Parameters: { TableName, Key: { pk: { S: 'a' } } },
    });

    expect(end.output).toEqual({ Item });
  });

  it('puts an event on the bus', async () => {
    const Entries = [{ Source: 'shop', DetailType: 'sold', Detail: '{}' }];

    const end = await machines.runTask({ Resource: sdk('eventbridge:putEvents'), Parameters: { Entries } });

    expect(end.output).toEqual({ FailedEntryCount: 0, Entries: [{ EventId: expect.any(String) }] });
  });

  it.each([
    ['an object', { 'to.$': '$.who', quoted: '"\\' }, '{"to":"Ada","quoted":"\\"\\\\"}'],
    ['a text', 'Hello', 'Hello'],
  ])('sends %s to a queue', async (_what, MessageBody, body) => {
    const Resource = 'arn:aws:states:::sqs:sendMessage';
    const Parameters = { QueueUrl: machines.stack.ref('Answers'), MessageBody };

    const end = await machines.runTask({ Resource, Parameters }, { who: 'Ada' });

    expect(end).toMatchObject({ status: 'SUCCEEDED', output: { MessageId: expect.any(String) } });
    expect(await machines.received('Answers')).toEqual([body]);
  });

  it('publishes to a topic', async () => {
    const Resource = 'arn:aws-us-gov:states:::sns:publish';
    const Parameters = {
      TopicArn: machines.stack.ref('Topic'),
      Subject: 'Sold',
      Message: { 'to.$': '$.who' },
    };

    const end = await machines.runTask({ Resource, Parameters }, { who: 'Ada' });

    expect(end).toMatchObject({ status: 'SUCCEEDED', output: { MessageId: expect.any(String) } });
    const [mail = ''] = await machines.received('Mail');
    expect(JSON.parse(mail)).toMatchObject({ Subject: 'Sold', Message: '{"to":"Ada"}' });
  });

  it.each([
    ['sqs:sendMessage', { QueueUrl: 'http://127.0.0.1/1/absent', MessageBody: 'x' }, /^SQS\..*Exception$/],
    [
      'sns:publish',
      { TopicArn: 'arn:aws:sns:eu-west-1:111122223333:absent', Message: 'x' },
      /^SNS\.NotFoundException$/,
    ],
  ])('fails when %s finds nothing there', async (action, Parameters, error) => {
    const end = await machines.runTask({ Resource: `arn:aws:states:::${action}`, Parameters });

    expect(end).toMatchObject({ status: 'FAILED', error: expect.stringMatching(error) });
  });
});

describe('a task that is not known here', () => {
  it.each([
    ['arn:aws:states:::ecs:runTask.sync', 'has no task for the resource arn:aws:states:::ecs:runTask.sync'],
    ['arn:aws:states:::constructor:x', 'has no task for the resource arn:aws:states:::constructor:x'],
    [sdk('glue:startJobRun'), 'has no service aws-sdk:glue'],
  ])('fails its execution: %s', async (Resource, message) => {
    const Catch = [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }];
    const arn = await machines.create({
      Task: { Type: 'Task', Resource, End: true, Catch },
      Caught: { Type: 'Succeed' },
    });

    const end = await machines.end(await machines.start(arn));

    expect(end).toEqual({
      status: 'FAILED',
      error: 'States.Runtime',
      cause: expect.stringContaining(message),
    });
  });

  it('fails its execution for parameters that make no sense', async () => {
    const end = await machines.runTask({ Resource: INVOKE, Parameters: { Function: 'test-worker' } });

    expect(end).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
    expect(end.cause).toContain('FunctionName');
  });
});

function sdk(action: string): string {
  return `arn:aws:states:::aws-sdk:${action}`;
}

const PIPELINE = {
  pipelineName: 'shop',
  pipelineVersion: 1_700_000_000,
  created: 1_772_614_800.25,
  stageStates: [
    {
      stageName: 'Build',
      latestExecution: { lastStatusChange: 1_772_614_800 },
      configuration: { projectName: 'shop', lastTime: 1_772_614_800 },
    },
  ],
};
