import { toArn } from '#local/aws/identity.ts';
import type { Access } from './accesses.ts';

interface LambdaFunction {
  readonly name: string;
  /** ARNs of the queues that invoke it. */
  readonly queues: readonly string[];
  /** ARN of the queue for what it could not do. */
  readonly deadLetters: string | undefined;
}

/** Once for a state machine that logs: https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html */
const LOG_DELIVERY = [
  'CreateLogDelivery',
  'DeleteLogDelivery',
  'DescribeLogGroups',
  'DescribeResourcePolicies',
  'GetLogDelivery',
  'ListLogDeliveries',
  'PutResourcePolicy',
  'UpdateLogDelivery',
];

const TRACES: readonly Access[] = [
  { action: 'xray:PutTraceSegments', resource: '*' },
  { action: 'xray:PutTelemetryRecords', resource: '*' },
];

/** What Lambda does with the function's role: logs, traces, reading its queue, and its own dead letters. */
export function doneByLambda({ name, queues, deadLetters }: LambdaFunction): readonly Access[] {
  const streams = toArn('logs', `log-group:/aws/lambda/${name}:log-stream:*`);
  return [
    { action: 'logs:CreateLogStream', resource: streams },
    { action: 'logs:PutLogEvents', resource: streams },
    ...TRACES,
    ...queues.flatMap((resource) =>
      ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'].map((operation) => ({
        action: `sqs:${operation}`,
        resource,
      })),
    ),
    ...(deadLetters === undefined ? [] : [{ action: 'sqs:SendMessage', resource: deadLetters }]),
  ];
}

/** What Step Functions does with the state machine's role. */
export function doneByStepFunctions(): readonly Access[] {
  return [...TRACES, ...LOG_DELIVERY.map((operation) => ({ action: `logs:${operation}`, resource: '*' }))];
}
