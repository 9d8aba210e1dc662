// Not the isolated partitions (us-iso-…): their consoles are documented nowhere, and no link beats a wrong one.
const REGION = /^[a-z]{2}(?!-iso)(-[a-z]+)+-\d+$/;

const HOST = /^([a-z0-9-]+\.)?console\.(aws\.amazon\.com|amazonaws\.cn|amazonaws-us-gov\.com)$/;

/** Of a console of AWS, whichever Region's. */
export function isConsoleHost(hostname: string): boolean {
  return HOST.test(hostname);
}

/** A page of the AWS console, in the partition that the Region belongs to; undefined where no such console is known. */
export function consoleUrl(region: string, path: string): string | undefined {
  return REGION.test(region) ? `https://${consoleHost(region)}/${path}` : undefined;
}

export function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
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

function consoleHost(region: string): string {
  if (region.startsWith('cn-')) return `${region}.console.amazonaws.cn`;
  if (region.startsWith('us-gov-')) return `${region}.console.amazonaws-us-gov.com`;
  return `${region}.console.aws.amazon.com`;
}
