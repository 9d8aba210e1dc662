import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What a worker's message asks it to do; see WORKER. */
export interface Task {
  readonly id: string;
  readonly does?: 'succeed' | 'fail' | 'throw' | 'hang' | 'exit';
}

// Writes each record to the table, in the order of processing, unless the message asks for something else.
const WORKER = `
import { DynamoDBClient, UpdateItemCommand } from '${import.meta.resolve('@aws-sdk/client-dynamodb')}';
const dynamodb = new DynamoDBClient();
export async function handler(event, context) {
  const { Records = [{ body: JSON.stringify(event), attributes: {} }] } = event;
  const batchItemFailures = [];
  for (const record of Records) {
    const message = JSON.parse(record.body);
    const { id, does } = message.detail ?? message;
    if (does === 'hang') await new Promise((resolve) => setTimeout(resolve, 60_000));
    if (does === 'exit') process.exit(7);
    if (does === 'throw') throw new TypeError('asked to throw');
    if (does === 'fail') { batchItemFailures.push({ itemIdentifier: record.messageId }); continue; }
    console.log('worked on ' + id);
    await dynamodb.send(new UpdateItemCommand({
      TableName: process.env.TABLE_NAME,
      Key: { pk: { S: record.attributes.MessageGroupId ?? 'tasks' } },
      UpdateExpression: 'SET works = list_append(if_not_exists(works, :none), :work)',
      ExpressionAttributeValues: {
        ':none': { L: [] },
        ':work': { L: [{ S: JSON.stringify({ id, pid: process.pid, batch: Records.length, record, context, remaining: context.getRemainingTimeInMillis() }) }] },
      },
    }));
  }
  return { batchItemFailures };
}
`;

const BROKEN = "throw new RangeError('no settings'); export const handler = 1;";

/** A temporary folder of bundles, as a build would leave it. */
export function writeBundles(): { readonly directory: string; remove(): void } {
  const directory = mkdtempSync(join(tmpdir(), 'signalbox-aws-'));
  for (const [name, source] of Object.entries({ worker: WORKER, broken: BROKEN })) {
    mkdirSync(join(directory, name));
    writeFileSync(join(directory, name, 'index.mjs'), source);
  }
  return { directory, remove: () => rmSync(directory, { recursive: true }) };
}

/** One of everything: rule → queue → function → table, with dead-letter queues, FIFO, bucket, topic. */
export function smallTemplate(): { Resources: Record<string, Record<string, unknown>> } & Record<
  string,
  unknown
> {
  return {
    Parameters: { Stage: { Type: 'String', Default: 'test' } },
    Conditions: { IsProduction: { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] } },
    Resources: {
      WorkerLambdaFunction: lambda('worker', ['WorkerRole']),
      BrokenLambdaFunction: lambda('broken', []),
      WorkerRole: { Type: 'AWS::IAM::Role', Properties: { Policies: [{ 'Fn::Transform': 'unknown' }] } },
      Table: {
        Type: 'AWS::DynamoDB::Table',
        Properties: {
          BillingMode: 'PAY_PER_REQUEST',
          AttributeDefinitions: [
            { AttributeName: 'pk', AttributeType: 'S' },
            { AttributeName: 'open', AttributeType: 'S' },
            { AttributeName: 'touched', AttributeType: 'N' },
          ],
          KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
          GlobalSecondaryIndexes: [
            {
              IndexName: 'open',
              KeySchema: [
                { AttributeName: 'open', KeyType: 'HASH' },
                { AttributeName: 'touched', KeyType: 'RANGE' },
              ],
              Projection: { ProjectionType: 'ALL' },
            },
          ],
          TimeToLiveSpecification: { AttributeName: 'expires', Enabled: true },
        },
      },
      Bucket: { Type: 'AWS::S3::Bucket' },
      Topic: {
        Type: 'AWS::SNS::Topic',
        // biome-ignore lint/suspicious/noTemplateCurlyInString: CloudFormation's own placeholder
        Properties: { TopicName: { 'Fn::Sub': 'mail-${Stage}' } },
      },
      MailQueue: { Type: 'AWS::SQS::Queue' },
      MailSubscription: {
        Type: 'AWS::SNS::Subscription',
        Properties: { TopicArn: { Ref: 'Topic' }, Protocol: 'sqs', Endpoint: arnOf('MailQueue') },
      },
      Tasks: queue({ redrive: 'DeadTasks' }),
      DeadTasks: queue({}),
      DeadEvents: queue({}),
      SingleTasks: queue({ redrive: 'DeadTasks' }),
      OrderedTasks: queue({ redrive: 'DeadOrderedTasks', fifo: true }),
      DeadOrderedTasks: queue({ fifo: true }),
      BrokenTasks: queue({ redrive: 'DeadTasks' }),
      TasksMapping: mapping('Tasks', 'Worker'),
      SingleTasksMapping: mapping('SingleTasks', 'Worker', {
        BatchSize: 1,
        ScalingConfig: { MaximumConcurrency: 3 },
      }),
      OrderedTasksMapping: mapping('OrderedTasks', 'Worker'),
      BrokenTasksMapping: mapping('BrokenTasks', 'Broken'),
      TasksRule: rule({ source: ['test.tasks'] }, { Arn: arnOf('Tasks') }),
      OrderedRule: rule(
        { source: ['test.ordered'] },
        { Arn: arnOf('OrderedTasks'), SqsParameters: { MessageGroupId: 'events' } },
      ),
      LostRule: rule({ source: ['test.lost'] }, { Arn: arnOf('LostTasks') }),
      LostTasks: queue({}),
      FunctionRule: rule({ source: ['test.function'] }, { Arn: arnOf('WorkerLambdaFunction') }),
      DisabledRule: rule({ source: ['test.tasks'] }, { Arn: arnOf('DeadEvents') }, { State: 'DISABLED' }),
      ScheduledRule: {
        Type: 'AWS::Events::Rule',
        Properties: { Name: 'digest', ScheduleExpression: 'rate(1 day)' },
      },
      OnlyInProduction: { Type: 'Custom::Unknown', Condition: 'IsProduction' },
    },
  };
}

function lambda(name: string, dependsOn: readonly string[]) {
  return {
    Type: 'AWS::Lambda::Function',
    DependsOn: dependsOn,
    Properties: {
      FunctionName: { 'Fn::Join': ['-', ['small', { Ref: 'Stage' }, name]] },
      Handler: `dist/functions/${name}/index.handler`,
      Timeout: 1,
      Environment: { Variables: { TABLE_NAME: { Ref: 'Table' } } },
    },
  };
}

function queue({ redrive, fifo = false }: { redrive?: string; fifo?: boolean }) {
  return {
    Type: 'AWS::SQS::Queue',
    Properties: {
      VisibilityTimeout: 1,
      ...(fifo && { FifoQueue: true, ContentBasedDeduplication: true }),
      ...(redrive && { RedrivePolicy: { deadLetterTargetArn: arnOf(redrive), maxReceiveCount: 2 } }),
    },
  };
}

function mapping(source: string, name: string, more: Record<string, unknown> = {}) {
  return {
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: {
      EventSourceArn: arnOf(source),
      FunctionName: arnOf(`${name}LambdaFunction`),
      BatchSize: 10,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ...more,
    },
  };
}

function rule(pattern: unknown, target: Record<string, unknown>, more: Record<string, unknown> = {}) {
  return {
    Type: 'AWS::Events::Rule',
    Properties: {
      EventPattern: pattern,
      ...more,
      Targets: [{ Id: 'queue', DeadLetterConfig: { Arn: arnOf('DeadEvents') }, ...target }],
    },
  };
}

function arnOf(logicalId: string) {
  return { 'Fn::GetAtt': [logicalId, 'Arn'] };
}
