import { randomUUID } from 'node:crypto';
import type { Event } from '../events/delivery.ts';
import { ACCOUNT, REGION } from '../identity.ts';
import type { ExecutionFacts } from './execution.ts';

// Longer ones, as they would stand in the event, are left out of it.
const MAX_DATA_BYTES = 248 * 1024;

/** https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html */
export function statusEvent(execution: ExecutionFacts): Event {
  const { arn, machineArn, name, status, startedAt, stoppedAt, error, cause } = execution;
  const input = toData(execution.input);
  const output = execution.output === undefined ? undefined : toData(execution.output);
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': 'Step Functions Execution Status Change',
    source: 'aws.states',
    account: ACCOUNT,
    time: new Date(stoppedAt ?? startedAt).toISOString().replace(/\.\d+Z$/, 'Z'),
    region: REGION,
    resources: [arn],
    detail: {
      executionArn: arn,
      stateMachineArn: machineArn,
      stateMachineVersionArn: null,
      stateMachineAliasArn: null,
      name,
      status,
      startDate: startedAt,
      stopDate: stoppedAt ?? null,
      input: input.text,
      inputDetails: input.details,
      output: output?.text ?? null,
      outputDetails: output?.details ?? null,
      error: error ?? null,
      cause: cause ?? null,
      redriveCount: 0,
      redriveDate: null,
    },
  };
}

function toData(json: string) {
  const included = Buffer.byteLength(JSON.stringify(json)) <= MAX_DATA_BYTES;
  return { text: included ? json : null, details: { included } };
}
