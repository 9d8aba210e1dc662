import { type Execution, isOfStateMachine } from '#shared/domain/execution.ts';
import type { ExecutionIdentity } from '#shared/domain/pipeline-event.ts';
import type { Link } from './card.ts';

const CONSOLE_HOSTS = /^([a-z0-9-]+\.)?console\.(aws\.amazon\.com|amazonaws\.cn|amazonaws-us-gov\.com)$/;

// Not the isolated partitions (us-iso-…): their consoles are documented nowhere, and no link beats a wrong one.
const REGION = /^[a-z]{2}(?!-iso)(-[a-z]+)+-\d+$/;

/** The page of what the record is about: a pipeline's execution, or a state machine's. */
export function linkOf(execution: Execution): Link | undefined {
  const { identity } = execution;
  return isOfStateMachine(execution) ? stateMachineLink(identity) : executionLink(identity);
}

/** The execution's own page, in the partition that the region belongs to. */
export function executionLink({ region, pipeline, executionId }: ExecutionIdentity): Link | undefined {
  if (!REGION.test(region)) return undefined;
  const [name, id, place] = [pipeline, executionId, region].map(encodeURIComponent);
  const path = `codesuite/codepipeline/pipelines/${name}/executions/${id}/timeline?region=${place}`;
  return { label: 'Open execution', url: `https://${consoleHost(region)}/${path}` };
}

function stateMachineLink({ account, region, pipeline, executionId }: ExecutionIdentity): Link | undefined {
  if (!REGION.test(region)) return undefined;
  const arn = `arn:${partitionOf(region)}:states:${region}:${account}:execution:${pipeline}:${executionId}`;
  const path = `states/home?region=${region}#/v2/executions/details/${encodeURIComponent(arn)}`;
  return { label: 'Open execution', url: `https://${consoleHost(region)}/${path}` };
}

/** A link out of an event. Anyone can be behind a custom action: only https, and a host that is not AWS's is named. */
export function foreignLink(url: string | undefined, label: string): Link | undefined {
  if (url === undefined || !URL.canParse(url)) return undefined;
  const { protocol, hostname, username, password, href } = new URL(url);
  if (protocol !== 'https:' || username !== '' || password !== '') return undefined;
  return { label: CONSOLE_HOSTS.test(hostname) ? label : `${label} (${hostname})`, url: href };
}

function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}

function consoleHost(region: string): string {
  if (region.startsWith('cn-')) return `${region}.console.amazonaws.cn`;
  if (region.startsWith('us-gov-')) return `${region}.console.amazonaws-us-gov.com`;
  return `${region}.console.aws.amazon.com`;
}
