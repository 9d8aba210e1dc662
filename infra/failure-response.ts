import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FAILURE_RESPONSE } from '#shared/channels/state-machine.ts';
import type { Settings } from '#shared/config/compiled.ts';
import { openDestinations } from '#shared/config/destinations.ts';
import { arnOf, type Resources, ref, sub, type Value } from './template.ts';

const DEFINITION = join(import.meta.dirname, 'failure-response.asl.json');
const STATE_MACHINE = 'FailureResponse';
const ROLE = 'FailureResponseRole';
const LOG_GROUP = 'FailureResponseLogGroup';
const APPROVAL_REQUEST = 'ApprovalDashrequestLambdaFunction';

/** Whether a destination starts the state machine: without one it is not deployed. */
export function wantsFailureResponse(settings: Settings): boolean {
  return [...openDestinations(settings).values()].some(({ needs }) =>
    needs.stateMachines?.includes(FAILURE_RESPONSE),
  );
}

export function failureResponseArn(): Value {
  return ref(STATE_MACHINE);
}

export interface FailureResponseSettings {
  readonly prefix: string;
  readonly logRetentionDays: number;
  readonly permissionsBoundaryArn: string | undefined;
}

/** The state machine, with a role and a log of its own. What its states say is in failure-response.asl.json. */
export async function failureResponse(settings: FailureResponseSettings): Promise<Resources> {
  const { prefix, logRetentionDays, permissionsBoundaryArn } = settings;
  return {
    [STATE_MACHINE]: {
      Type: 'AWS::StepFunctions::StateMachine',
      Properties: {
        StateMachineName: `${prefix}-failure-response`,
        DefinitionString: sub(JSON.stringify(JSON.parse(await readFile(DEFINITION, 'utf8'))), {
          Partition: ref('AWS::Partition'),
          ApprovalRequestFunctionArn: arnOf(APPROVAL_REQUEST),
          EventsQueueUrl: ref('EventsQueue'),
        }),
        RoleArn: arnOf(ROLE),
        TracingConfiguration: { Enabled: true },
        LoggingConfiguration: {
          Level: 'ALL',
          // Its data holds the token of a question.
          IncludeExecutionData: false,
          Destinations: [{ CloudWatchLogsLogGroup: { LogGroupArn: arnOf(LOG_GROUP) } }],
        },
      },
    },
    [ROLE]: {
      Type: 'AWS::IAM::Role',
      Properties: {
        AssumeRolePolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Principal: { Service: 'states.amazonaws.com' },
              Action: 'sts:AssumeRole',
              // Step Functions acts for others too; only who acts for this account may take it on.
              Condition: { StringEquals: { 'aws:SourceAccount': ref('AWS::AccountId') } },
            },
          ],
        },
        Policies: [{ PolicyName: 'own', PolicyDocument: { Version: '2012-10-17', Statement: statements() } }],
        ...(permissionsBoundaryArn ? { PermissionsBoundary: permissionsBoundaryArn } : {}),
      },
    },
    [LOG_GROUP]: {
      Type: 'AWS::Logs::LogGroup',
      // The prefix spares the account a resource policy that grows with every state machine.
      Properties: {
        LogGroupName: `/aws/vendedlogs/states/${prefix}-failure-response`,
        RetentionInDays: logRetentionDays,
      },
    },
  };
}

function statements(): Value {
  return [
    allow(['lambda:InvokeFunction'], arnOf(APPROVAL_REQUEST)),
    allow(['sqs:SendMessage'], arnOf('EventsQueue')),
    allow(['codepipeline:GetPipelineExecution', 'codepipeline:ListPipelineExecutions'], pipelines('*')),
    allow(['codepipeline:RetryStageExecution', 'codepipeline:RollbackStage'], pipelines('*/*')),
    allow(['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], '*'),
    allow(
      [
        'logs:CreateLogDelivery',
        'logs:DeleteLogDelivery',
        'logs:DescribeLogGroups',
        'logs:DescribeResourcePolicies',
        'logs:GetLogDelivery',
        'logs:ListLogDeliveries',
        'logs:PutResourcePolicy',
        'logs:UpdateLogDelivery',
      ],
      '*',
    ),
  ];
}

function allow(actions: readonly string[], resource: Value): Value {
  return { Effect: 'Allow', Action: actions, Resource: [resource] };
}

function pipelines(path: string): Value {
  return sub(`arn:\${AWS::Partition}:codepipeline:\${AWS::Region}:\${AWS::AccountId}:${path}`);
}
