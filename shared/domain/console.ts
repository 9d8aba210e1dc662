import { consoleHost } from './partition.ts';

// Not what may be one more isolated partition (us-iso…): no link beats a wrong one.
const REGION = /^[a-z]{2,4}(?!-iso)(-[a-z]+)+-\d+$/;

/** A page of the AWS console, in the partition that the Region belongs to; undefined where no such console is known. */
export function consoleUrl(region: string, path: string): string | undefined {
  const host = consoleHost(region);
  return host && REGION.test(region) ? `https://${host}/${path}` : undefined;
}

export function logStreamUrl(region: string, group: string, stream: string): string | undefined {
  return logsUrl(region, `${encodeTwice(group)}/log-events/${encodeTwice(stream)}`);
}

export function logGroupUrl(region: string, group: string): string | undefined {
  return logsUrl(region, encodeTwice(group));
}

function logsUrl(region: string, path: string): string | undefined {
  return consoleUrl(region, `cloudwatch/home?region=${region}#logsV2:log-groups/log-group/${path}`);
}

/** CloudWatch's console wants names so, and `$` for `%`. */
function encodeTwice(name: string): string {
  return encodeURIComponent(encodeURIComponent(name)).replaceAll('%', '$');
}

/** A state machine's execution, by its ARN. */
export function stateMachineRunUrl(region: string, arn: string): string | undefined {
  return consoleUrl(region, `states/home?region=${region}#/v2/executions/details/${encodeURIComponent(arn)}`);
}
