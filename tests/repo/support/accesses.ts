import * as z from 'zod';
import type { Call } from '#local/aws/call.ts';
import { ACCOUNT, keyOf, toArn } from '#local/aws/identity.ts';

/** What a policy is asked: may this be done to that? */
export interface Access {
  readonly action: string;
  readonly resource: string;
}

type Input = Readonly<Record<string, unknown>>;
type Read = (call: Call) => readonly Access[];

const BusEntry = z.object({ EventBusName: z.string() });
const Alarms = z.object({ AlarmNames: z.array(z.string()), AlarmTypes: z.array(z.string()).default([]) });
/** What stands before a version or an alias. */
const UNQUALIFIED = /^(?:[^:]*:){6}[^:]+/;

/** Rights to these are given for a stage, or an action in it. */
const OF_A_STAGE = ['RetryStageExecution', 'RollbackStage', 'PutApprovalResult'];

/** Rights to these are given for everything: a job's id is no resource. */
const OF_A_JOB = ['GetJobDetails', 'PutJobSuccessResult', 'PutJobFailureResult'];

/** By service, what a call asks for. */
const READS: Readonly<Record<string, Read>> = {
  codebuild: (call) => {
    const { ids } = z.object({ ids: z.array(z.string()) }).parse(inputOf(call));
    return ids.map((id) => ({
      action: `codebuild:${call.operation}`,
      resource: `arn:aws:codebuild:${call.region}:${ACCOUNT}:project/${id.split(':')[0]}`,
    }));
  },
  // Of the deployment's group, which a request does not name.
  codedeploy: (call) => [
    {
      action: `codedeploy:${call.operation}`,
      resource: `arn:aws:codedeploy:${call.region}:${ACCOUNT}:deploymentgroup:application/group`,
    },
  ],
  codepipeline: (call) => {
    if (OF_A_JOB.includes(call.operation))
      return [{ action: `codepipeline:${call.operation}`, resource: '*' }];
    const { name, pipelineName = name, stageName, actionName } = inputOf(call);
    const parts = OF_A_STAGE.includes(call.operation)
      ? [pipelineName, stageName, actionName]
      : [pipelineName];
    const path = parts.filter((part) => part !== undefined).join('/');
    const resource = `arn:aws:codepipeline:${call.region}:${ACCOUNT}:${path}`;
    return [{ action: `codepipeline:${call.operation}`, resource }];
  },
  dynamodb: (call) => {
    const { TableName, IndexName, RequestItems = {} } = inputOf(call);
    const names = TableName === undefined ? Object.keys(Object(RequestItems)) : [TableName];
    const index = IndexName === undefined ? '' : `/index/${IndexName}`;
    return names.map((name) => ({
      action: `dynamodb:${call.operation}`,
      resource: toArn('dynamodb', `table/${name}${index}`),
    }));
  },
  events: (call) => {
    const { Entries } = z.object({ Entries: z.array(BusEntry) }).parse(inputOf(call));
    return Entries.map(({ EventBusName: resource }) => ({ action: `events:${call.operation}`, resource }));
  },
  monitoring: (call) => {
    const { AlarmNames, AlarmTypes } = Alarms.parse(inputOf(call));
    const action = `cloudwatch:${call.operation}`;
    // Of composite alarms AWS tells only who may ask for all.
    if (AlarmTypes.includes('CompositeAlarm')) return [{ action, resource: '*' }];
    return AlarmNames.map((name) => ({ action, resource: toArn('cloudwatch', `alarm:${name}`) }));
  },
  s3: ({ method, path }) => {
    if (method !== 'PUT') throw new Error(`what S3 asks for at ${method} is not known here`);
    const key = decodeURIComponent(path.split('?')[0] ?? '');
    return [{ action: 's3:PutObject', resource: `arn:aws:s3:::${key.slice(1)}` }];
  },
  // Secrets Manager ends every ARN in a dash and six characters of its own.
  secretsmanager: (call) => [
    {
      action: `secretsmanager:${call.operation}`,
      resource: toArn('secretsmanager', `secret:${inputOf(call)['SecretId']}-AbC123`),
    },
  ],
  sns: ({ body }) => {
    const form = new URLSearchParams(body);
    return [{ action: `sns:${form.get('Action')}`, resource: form.get('TopicArn') ?? '' }];
  },
  // A task's token is no resource. Rights to a version or an alias are those to its state machine.
  states: (call) => {
    const { stateMachineArn, executionArn = '*' } = inputOf(call);
    const [machine] = UNQUALIFIED.exec(String(stateMachineArn)) ?? [executionArn];
    return [{ action: `states:${call.operation}`, resource: String(machine) }];
  },
  // A batch asks for the right to the single action.
  sqs: (call) => {
    const name = String(inputOf(call)['QueueUrl']).split('/').at(-1) ?? '';
    return [{ action: `sqs:${call.operation.replace(/Batch$/, '')}`, resource: toArn('sqs', name) }];
  },
};

/** What a call asks for, when it is one of this function or state machine; nothing else is looked at. */
export function accessesOf(caller: string, call: Call): readonly Access[] {
  if (call.key !== keyOf(caller)) return [];
  const read = READS[call.service];
  if (read === undefined) throw new Error(`what ${call.service} asks for is not known here`);
  return read(call);
}

function inputOf({ body }: Call): Input {
  return JSON.parse(body);
}
