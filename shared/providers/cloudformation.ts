import { consoleUrl } from '#shared/domain/console.ts';
import type { Facts } from '#shared/domain/facts.ts';
import { parseArn } from './arn.ts';
import type { ActionPlace, Provider } from './provider.ts';

const STATUS = /^(?!FAILED)(?:(CREATE|UPDATE|DELETE)_)?(?:ROLLBACK_(COMPLETE|FAILED)|FAILED)$/;

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
  const [status, what = 'CREATE', rollback] = STATUS.exec(summary) ?? [];
  if (status === undefined) return undefined;
  const end = rollback === 'FAILED' ? ', nor rolled back' : ', and was rolled back';
  return `The stack could not be ${what.toLowerCase()}d${rollback === undefined ? '' : end} (${status})`;
}
