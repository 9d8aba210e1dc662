import { consoleUrl, stateMachineRunUrl } from '#shared/domain/console.ts';
import { type Execution, isOfStateMachine } from '#shared/domain/execution.ts';
import { isConsoleHost, partitionOf } from '#shared/domain/partition.ts';
import type { ExecutionIdentity } from '#shared/domain/pipeline-event.ts';
import type { Link } from './card.ts';

/** The page of what the record is about: a pipeline's execution, or a state machine's. */
export function linkOf(execution: Execution): Link | undefined {
  const { identity } = execution;
  return isOfStateMachine(execution) ? stateMachineLink(identity) : executionLink(identity);
}

/** The execution's own page, in the partition that the region belongs to. */
export function executionLink({ region, pipeline, executionId }: ExecutionIdentity): Link | undefined {
  const [name, id, place] = [pipeline, executionId, region].map((part) =>
    encodeURIComponent(part.toWellFormed()),
  );
  const path = `codesuite/codepipeline/pipelines/${name}/executions/${id}/timeline?region=${place}`;
  return toLink(consoleUrl(region, path));
}

function stateMachineLink({ account, region, pipeline, executionId }: ExecutionIdentity): Link | undefined {
  const arn = `arn:${partitionOf(region)}:states:${region}:${account}:execution:${pipeline}:${executionId}`;
  return toLink(stateMachineRunUrl(region, arn));
}

function toLink(url: string | undefined): Link | undefined {
  return url === undefined ? undefined : { label: 'Open execution', url };
}

/** A link out of an event. Anyone can be behind a custom action: only https, and a host that is not AWS's is named. */
export function foreignLink(url: string | undefined, label: string): Link | undefined {
  if (url === undefined || !URL.canParse(url)) return undefined;
  const { protocol, hostname, username, password, href } = new URL(url);
  if (protocol !== 'https:' || username !== '' || password !== '') return undefined;
  return { label: isConsoleHost(hostname) ? label : `${label} (${hostname})`, url: href };
}
