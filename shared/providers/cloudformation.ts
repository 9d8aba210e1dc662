import { consoleUrl } from '#shared/domain/console.ts';
import type { Facts } from '#shared/domain/facts.ts';
import { parseArn } from './arn.ts';
import type { ActionPlace, Provider } from './provider.ts';

const STATUSES = new Map([
  ['ROLLBACK_COMPLETE', 'The stack could not be created, and was rolled back'],
  ['ROLLBACK_FAILED', 'The stack could not be created, nor rolled back'],
  ['UPDATE_ROLLBACK_COMPLETE', 'The stack could not be updated, and was rolled back'],
  ['UPDATE_ROLLBACK_FAILED', 'The stack could not be updated, nor rolled back'],
]);

export const cloudformation: Provider = {
  id: 'Deploy/CloudFormation',
  label: 'AWS CloudFormation',
  link: eventsLink,
  reason: statusReason,
};

/** Of a stack, by its ARN. A change set's ARN does not say which stack it is of. */
function eventsLink({ facts: { externalId = '' } }: ActionPlace): string | undefined {
  const arn = parseArn(externalId, 'cloudformation');
  if (!arn?.resource.startsWith('stack/')) return undefined;
  const page = `#/stacks/events?stackId=${encodeURIComponent(externalId)}`;
  return consoleUrl(arn.region, `cloudformation/home?region=${arn.region}${page}`);
}

/** Where the status is all that is told. */
function statusReason({ summary = '' }: Facts): string | undefined {
  const words = STATUSES.get(summary);
  return words && `${words} (${summary})`;
}
