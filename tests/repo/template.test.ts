import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Packaged, packageOffline, propertiesByType } from './support/packaged.ts';
import { referencesIn } from './support/references.ts';
import { findResourceMistakes } from './support/resource-mistakes.ts';

const TOPIC = 'arn:aws:sns:eu-west-1:111122223333:approvals';
const FAR_TOPIC = 'arn:aws:sns:us-east-1:111122223333:approvals';
const ALARM_TOPIC = 'arn:aws:sns:eu-west-1:111122223333:alarms';
const BOUNDARY = 'arn:aws:iam::111122223333:policy/boundary';
const NAMES = ['QueueName', 'FunctionName', 'AlarmName', 'LogGroupName', 'Name'];
const MAX_ALARMS = 10;
const TWO_WEEKS_SECONDS = 1_209_600;

const packaged = new Map<string, Packaged>();

beforeAll(async () => {
  const [dev, prod] = await Promise.all([
    packageOffline({ stage: 'dev' }),
    packageOffline({
      stage: 'prod',
      parameters: {
        alarmTopicArn: ALARM_TOPIC,
        notificationTopicArns: `${TOPIC},${FAR_TOPIC}`,
        permissionsBoundaryArn: BOUNDARY,
        tags: 'team=platform,cost centre=42',
      },
    }),
  ]);
  packaged.set('dev', dev).set('prod', prod);
}, 60_000);

afterAll(async () => {
  await Promise.all([...packaged.values()].map(({ remove }) => remove()));
});

describe.each(['dev', 'prod'])('the template of stage %s', (stage) => {
  it('is one that CloudFormation accepts, by its own specification', async () => {
    expect(await findResourceMistakes(get(stage).template.Resources)).toEqual([]);
  });

  it('refers only to what is in it', () => {
    const { template } = get(stage);

    const dangling = referencesIn(template).filter(
      (id) => !id.startsWith('AWS::') && !(id in template.Resources),
    );

    expect(dangling).toEqual([]);
  });

  it('names everything after the service and the stage', () => {
    const named = Object.values(get(stage).template.Resources).flatMap(({ Properties = {} }) =>
      NAMES.map((key) => Properties[key]).filter((name) => typeof name === 'string'),
    );

    expect(named.length).toBeGreaterThan(20);
    expect(named.filter((name) => !name.includes(`signalbox-${stage}-`))).toEqual([]);
  });
});

describe('queues', () => {
  it('are encrypted, and end in a dead-letter queue that keeps for two weeks', () => {
    const queues = propertiesByType(get('dev'), 'AWS::SQS::Queue');

    for (const [id, properties] of queues) {
      expect(properties).toMatchObject({ SqsManagedSseEnabled: true });
      if (!id.endsWith('DeadLetters'))
        expect(properties['RedrivePolicy']).toEqual({
          deadLetterTargetArn: { 'Fn::GetAtt': [id.replace(/Queue$/, 'DeadLetters'), 'Arn'] },
          maxReceiveCount: 1000,
        });
      else expect(properties['MessageRetentionPeriod']).toBe(TWO_WEEKS_SECONDS);
    }
    expect(queues.size).toBe(11);
  });

  it('hide a batch for six time-outs and its window, and take failed messages back one by one', () => {
    for (const mapping of propertiesByType(get('dev'), 'AWS::Lambda::EventSourceMapping').values()) {
      const { EventSourceArn, FunctionName, MaximumBatchingWindowInSeconds = 0 } = mapping;
      const queue = properties('dev', idIn(EventSourceArn));
      const { Timeout } = properties('dev', idIn(FunctionName));

      expect(queue['VisibilityTimeout']).toBeGreaterThanOrEqual(
        6 * Number(Timeout) + Number(MaximumBatchingWindowInSeconds),
      );
      expect(mapping).toMatchObject({
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        ScalingConfig: { MaximumConcurrency: expect.any(Number) },
      });
    }
  });

  it('keep the order of deliveries by group, at the high rate', () => {
    expect(properties('dev', 'DeliveriesQueue')).toMatchObject({
      FifoQueue: true,
      DeduplicationScope: 'messageGroup',
      FifoThroughputLimit: 'perMessageGroupId',
    });
  });
});

describe('rules', () => {
  it('feed the events queue and the archive queue, retry for a day and keep what was not taken', () => {
    const rules = [...propertiesByType(get('dev'), 'AWS::Events::Rule').values()];
    for (const { Targets } of rules.filter(({ EventPattern }) => EventPattern !== undefined))
      expect(Targets).toEqual(
        ['EventsQueue', 'ArchiveQueue'].map((queue) => ({
          Id: expect.any(String),
          Arn: { 'Fn::GetAtt': [queue, 'Arn'] },
          DeadLetterConfig: { Arn: { 'Fn::GetAtt': ['RuleDeadLetters', 'Arn'] } },
          RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 },
        })),
      );
  });
});

describe('the schedule of reconcile', () => {
  it('calls it every five minutes and keeps what it did not take', () => {
    expect(properties('dev', 'ReconcileSchedule')).toMatchObject({
      ScheduleExpression: 'rate(5 minutes)',
      Targets: [
        {
          Arn: { 'Fn::GetAtt': ['ReconcileLambdaFunction', 'Arn'] },
          DeadLetterConfig: { Arn: { 'Fn::GetAtt': ['RuleDeadLetters', 'Arn'] } },
        },
      ],
    });
    expect(properties('dev', 'ReconcileSchedulePermission')).toMatchObject({
      Principal: 'events.amazonaws.com',
      SourceArn: { 'Fn::GetAtt': ['ReconcileSchedule', 'Arn'] },
    });
    expect(properties('dev', 'ReconcileLambdaFunction')).toMatchObject({
      DeadLetterConfig: { TargetArn: { 'Fn::GetAtt': ['RuleDeadLetters', 'Arn'] } },
    });
  });
});

describe('notification topics', () => {
  it('are subscribed with their envelope; the dead-letter queue serves those of this Region', () => {
    const subscriptions = [...propertiesByType(get('prod'), 'AWS::SNS::Subscription').values()];

    expect(subscriptions).toEqual([
      {
        Protocol: 'sqs',
        TopicArn: TOPIC,
        Region: 'eu-west-1',
        Endpoint: { 'Fn::GetAtt': ['EventsQueue', 'Arn'] },
        RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': ['EventsDeadLetters', 'Arn'] } },
      },
      {
        Protocol: 'sqs',
        TopicArn: FAR_TOPIC,
        Region: 'us-east-1',
        Endpoint: { 'Fn::GetAtt': ['EventsQueue', 'Arn'] },
      },
    ]);
    expect(propertiesByType(get('dev'), 'AWS::SNS::Subscription').size).toBe(0);
  });
});

describe('what is kept', () => {
  it('is a table on demand with point-in-time recovery, encryption and expiry', () => {
    expect(get('prod').template.Resources['Table']).toMatchObject({
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        BillingMode: 'PAY_PER_REQUEST',
        DeletionProtectionEnabled: true,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        SSESpecification: { SSEEnabled: false },
        TimeToLiveSpecification: { AttributeName: 'expires', Enabled: true },
        GlobalSecondaryIndexes: [{ IndexName: 'open', Projection: { ProjectionType: 'KEYS_ONLY' } }],
      },
    });
    expect(properties('dev', 'Table')['DeletionProtectionEnabled']).toBe(false);
  });

  it('is a private, versioned and encrypted bucket that belongs to the account alone', () => {
    expect(get('prod').template.Resources['ArchiveBucket']).toMatchObject({
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        BucketEncryption: {
          ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
        },
        OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
        VersioningConfiguration: { Status: 'Enabled' },
        LifecycleConfiguration: {
          Rules: [{ Status: 'Enabled' }, { Status: 'Enabled' }, { Status: 'Enabled' }],
        },
      },
    });
  });

  it('is an audit that nobody replaces or deletes', () => {
    const { PolicyDocument } = properties('prod', 'ArchiveBucketPolicy');
    const audit = { 'Fn::Sub': '${ArchiveBucket.Arn}/audit/*' };

    expect(PolicyDocument).toMatchObject({
      Statement: expect.arrayContaining([
        {
          Sid: 'AuditIsNotReplaced',
          Effect: 'Deny',
          Principal: '*',
          Action: 's3:PutObject',
          Resource: audit,
          Condition: { Null: { 's3:if-none-match': 'true' } },
        },
        {
          Sid: 'AuditIsNotDeleted',
          Effect: 'Deny',
          Principal: '*',
          Action: ['s3:DeleteObject', 's3:DeleteObjectVersion'],
          Resource: audit,
        },
      ]),
    });
  });

  it('is an audit that nothing expires', () => {
    const { LifecycleConfiguration } = properties('prod', 'ArchiveBucket');
    const expiring = Object(LifecycleConfiguration).Rules.filter((rule: object) =>
      /Expiration|Transition/.test(Object.keys(rule).join()),
    );

    expect(expiring.map(({ Prefix }: { Prefix?: string }) => Prefix)).toEqual(['snapshots/', 'events/']);
  });
});

describe('alarms', () => {
  it('are few, watch every dead-letter queue, and tell the topic when there is one', () => {
    const alarms = [...propertiesByType(get('prod'), 'AWS::CloudWatch::Alarm').values()];
    const deadLetters = [...propertiesByType(get('prod'), 'AWS::SQS::Queue').keys()].filter((id) =>
      id.endsWith('DeadLetters'),
    );

    expect(alarms.length).toBeLessThanOrEqual(MAX_ALARMS);
    expect(referencesIn(alarms)).toEqual(expect.arrayContaining(deadLetters));
    for (const alarm of alarms)
      expect(alarm).toMatchObject({ AlarmActions: [ALARM_TOPIC], OKActions: [ALARM_TOPIC] });
  });

  it('act on nobody when no topic is given', () => {
    for (const alarm of propertiesByType(get('dev'), 'AWS::CloudWatch::Alarm').values())
      expect(alarm).not.toHaveProperty('AlarmActions');
  });
});

describe('packaging', () => {
  it('would have failed at its first connection to a network', () => {
    const guard = new URL('support/no-network.js', import.meta.url).href;
    const visit = () =>
      execFileSync(process.execPath, [`--import=${guard}`, '--eval', "fetch('http://127.0.0.1:4566')"], {
        stdio: 'pipe',
      });

    expect(visit).toThrow(expect.objectContaining({ status: 97 }));
  });

  it('puts the extra tags on the functions and, by way of the stack, on everything else', async () => {
    const { template, state } = get('prod');

    expect(state).toMatchObject({
      service: {
        provider: {
          stackTags: { service: 'signalbox', stage: 'prod', team: 'platform', 'cost centre': '42' },
        },
      },
    });
    expect(template.Resources['IngestLambdaFunction']?.Properties?.['Tags']).toContainEqual({
      Key: 'team',
      Value: 'platform',
    });
  });
});

function get(stage: string): Packaged {
  const found = packaged.get(stage);
  if (found === undefined) throw new Error(`stage ${stage} was not packaged`);
  return found;
}

function properties(stage: string, id: string) {
  const found = get(stage).template.Resources[id]?.Properties;
  if (found === undefined) throw new Error(`the template has no ${id}`);
  return found;
}

function idIn(value: unknown): string {
  const [id] = referencesIn(Object(value));
  if (id === undefined) throw new Error(`${JSON.stringify(value)} refers to nothing`);
  return id;
}
