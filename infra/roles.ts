import { type Permission, type Resource, sub, type Value } from './template.ts';

export interface RoleOwner {
  /** Logical id of the function's log group: the only one it may write to. */
  readonly logGroup: string;
  /** ARNs of the queues that invoke it. */
  readonly queues: readonly Value[];
  readonly permissions: readonly Permission[];
  readonly permissionsBoundaryArn: string | undefined;
}

/** The role of one function: what every function needs, on its own things only, and what its own file asks for. */
export function role({ logGroup, queues, permissions, permissionsBoundaryArn }: RoleOwner): Resource {
  const granted = [...ownLogs(logGroup), ...tracing(), ...ownQueues(queues), ...permissions];
  return {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
        ],
      },
      Policies: [
        {
          PolicyName: 'own',
          PolicyDocument: { Version: '2012-10-17', Statement: granted.map(allow) },
        },
      ],
      ...(permissionsBoundaryArn ? { PermissionsBoundary: permissionsBoundaryArn } : {}),
    },
  };
}

function allow({ actions, resources }: Permission): Value {
  return { Effect: 'Allow', Action: actions, Resource: resources };
}

function ownLogs(logGroup: string): readonly Permission[] {
  // The template creates the group, so there is no right to create one: nothing is logged without a retention.
  return [{ actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [logStreamsOf(logGroup)] }];
}

function logStreamsOf(logGroup: string): Value {
  return sub(
    `arn:\${AWS::Partition}:logs:\${AWS::Region}:\${AWS::AccountId}:log-group:\${${logGroup}}:log-stream:*`,
  );
}

function tracing(): readonly Permission[] {
  return [{ actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], resources: ['*'] }];
}

function ownQueues(queues: readonly Value[]): readonly Permission[] {
  const actions = [
    'sqs:ReceiveMessage',
    'sqs:DeleteMessage',
    'sqs:ChangeMessageVisibility',
    'sqs:GetQueueAttributes',
  ];
  return queues.length === 0 ? [] : [{ actions, resources: queues }];
}
