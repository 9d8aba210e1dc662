import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import {
  DescribeExecutionCommand,
  type DescribeExecutionCommandOutput,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import type { EmbeddedAwsOptions } from '#local/aws/index.ts';
import { type Stack, startStack } from '#tests/support/embedded-stack.ts';

const CHECK_MILLISECONDS = 5;

// Does what its event asks for; keeps count of its invocations by the event's key.
const WORKER = `
const seen = new Map();
export async function handler(event) {
  const { key = '', does, times = Infinity } = event;
  const count = (seen.get(key) ?? 0) + 1;
  seen.set(key, count);
  if (does === 'hang') await new Promise((resolve) => setTimeout(resolve, 60_000));
  if (does === 'throw' && count <= times) throw Object.assign(new Error('asked to'), { name: 'InvalidInputError' });
  return { event, count };
}
`;

/** A stack with a function, queues, a topic, and a queue that gets every status event. */
export async function startMachines(
  options: Partial<EmbeddedAwsOptions> & { readonly resources?: Record<string, unknown> } = {},
): Promise<Machines> {
  const { resources, ...rest } = options;
  const directory = mkdtempSync(join(tmpdir(), 'signalbox-states-'));
  mkdirSync(join(directory, 'worker'));
  writeFileSync(join(directory, 'worker', 'index.mjs'), WORKER);
  const template = { Resources: { ...RESOURCES, ...resources } };
  const stack = await startStack({ template, bundleDirectory: directory, ...rest }).catch(
    (error: unknown) => {
      rmSync(directory, { recursive: true });
      throw error;
    },
  );
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new SFNClient({ endpoint: stack.aws.endpoint, region: 'eu-west-1', credentials });
  return new Machines(stack, client, directory);
}

type State = Readonly<Record<string, unknown>>;
type States = Readonly<Record<string, State>>;

export class Machines {
  readonly stack: Stack;
  readonly client: SFNClient;
  readonly #directory: string;
  #created = 0;

  constructor(stack: Stack, client: SFNClient, directory: string) {
    this.stack = stack;
    this.client = client;
    this.#directory = directory;
  }

  /** Creates a machine that begins with the first of its states; gives its ARN. */
  create(states: States, more: State = {}): Promise<string> {
    this.#created += 1;
    const definition = { StartAt: Object.keys(states)[0], States: states, ...more };
    return this.stack.aws.createStateMachine({ name: `machine-${this.#created}`, definition });
  }

  /** Starts an execution; gives its ARN. */
  async start(stateMachineArn: string, input: unknown = {}): Promise<string> {
    const start = new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input) });
    const { executionArn = '' } = await this.client.send(start);
    return executionArn;
  }

  describe(executionArn: string): Promise<DescribeExecutionCommandOutput> {
    return this.client.send(new DescribeExecutionCommand({ executionArn }));
  }

  /** What came of an execution, be it after some time. */
  async end(executionArn: string): Promise<End> {
    for (;;) {
      const { status, output, error, cause } = await this.describe(executionArn);
      if (status !== 'RUNNING')
        return {
          status,
          ...(output && { output: JSON.parse(output) }),
          ...(error && { error }),
          ...(cause && { cause }),
        };
      await wait(CHECK_MILLISECONDS);
    }
  }

  /** Creates a machine, and runs it to its end. */
  async run(states: States, input: unknown = {}): Promise<End> {
    return this.end(await this.start(await this.create(states), input));
  }

  /** Runs one task, with what else stands in its state. */
  async runTask(task: State, input: unknown = {}): Promise<End> {
    return this.run({ Task: { Type: 'Task', End: true, ...task } }, input);
  }

  /** Takes what came to a queue, once nothing is under way any more. */
  async received(queue: string): Promise<readonly string[]> {
    await this.stack.aws.idle();
    const { Messages = [] } = await this.stack.sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: this.stack.ref(queue),
        MaxNumberOfMessages: 10,
        VisibilityTimeout: 600,
      }),
    );
    return Messages.map(({ Body = '' }) => Body);
  }

  async stop(): Promise<void> {
    this.client.destroy();
    await this.stack.stop();
    rmSync(this.#directory, { recursive: true });
  }
}

export interface End {
  readonly status: string | undefined;
  readonly output?: unknown;
  readonly error?: string;
  readonly cause?: string;
}

const RESOURCES = {
  WorkerLambdaFunction: {
    Type: 'AWS::Lambda::Function',
    Properties: { FunctionName: 'test-worker', Handler: 'dist/functions/worker/index.handler', Timeout: 30 },
  },
  Answers: { Type: 'AWS::SQS::Queue' },
  Events: { Type: 'AWS::SQS::Queue' },
  Mail: { Type: 'AWS::SQS::Queue' },
  Topic: { Type: 'AWS::SNS::Topic' },
  Subscription: {
    Type: 'AWS::SNS::Subscription',
    Properties: { TopicArn: { Ref: 'Topic' }, Protocol: 'sqs', Endpoint: { 'Fn::GetAtt': ['Mail', 'Arn'] } },
  },
  Table: {
    Type: 'AWS::DynamoDB::Table',
    Properties: {
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    },
  },
  StatusRule: {
    Type: 'AWS::Events::Rule',
    Properties: {
      EventPattern: { source: ['aws.states'], 'detail-type': ['Step Functions Execution Status Change'] },
      Targets: [{ Id: 'queue', Arn: { 'Fn::GetAtt': ['Events', 'Arn'] } }],
    },
  },
};
