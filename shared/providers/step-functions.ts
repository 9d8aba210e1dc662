import { stateMachineRunUrl } from '#shared/domain/console.ts';
import type { Facts } from '#shared/domain/facts.ts';
import { parseArn } from './arn.ts';
import type { ActionPlace, Provider } from './provider.ts';

const STATUSES = new Map([
  ['FAILED', 'The execution failed'],
  ['TIMED_OUT', 'The execution timed out'],
  ['ABORTED', 'The execution was aborted'],
]);

export const stepFunctions: Provider = {
  id: 'Invoke/StepFunctions',
  label: 'AWS Step Functions',
  link: runLink,
  reason: runReason,
};

function runLink({ facts: { externalId = '' } }: ActionPlace): string | undefined {
  const arn = parseArn(externalId, 'states');
  return arn?.resource.startsWith('execution:') ? stateMachineRunUrl(arn.region, externalId) : undefined;
}

/** The ARN of the execution says more than its name to the link only. */
function runReason({ summary = '', externalId = '' }: Facts): string | undefined {
  const name = parseArn(externalId, 'states')?.resource.replace('execution:', '');
  if (name === undefined || !summary.includes(externalId)) return STATUSES.get(summary);
  return summary === externalId
    ? `The execution ${name} did not succeed`
    : summary.replaceAll(externalId, name);
}
