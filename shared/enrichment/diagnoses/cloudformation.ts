import type { StackEvent, Stacks } from '#shared/clients/stacks.ts';
import { consoleUrl } from '#shared/domain/console.ts';
import type { Diagnosis, Diagnostician } from '../diagnosis.ts';
import { findInFacts } from '../find-in-facts.ts';
import { ACTION_CONFIGURATION_NEED, arnsOf } from '../needs.ts';
import { findRootCause } from '../root-cause.ts';

const STACK = 'AWS::CloudFormation::Stack';

/** The resource that failed first, be it in a stack within the stack. */
export const cloudformation: Diagnostician = {
  providers: ['Deploy/CloudFormation'],
  needs: [
    {
      actions: ['cloudformation:DescribeStackEvents'],
      resources: [arnsOf('cloudformation', 'stack/*/*')],
      reason: 'which stacks pipelines deploy is not known when we deploy',
    },
    ACTION_CONFIGURATION_NEED,
  ],
  async diagnose(failed, { services, configurations }) {
    const { account, region, facts } = failed;
    const configuration = await configurations.find(failed);
    const stack = findInFacts(facts, toPattern(account)) ?? configuration?.values.StackName;
    // Failures from before the action are not its own: its change set or its template may have been refused.
    const since = configuration?.startedAt;
    if (stack === undefined || since === undefined) return undefined;
    const stacks = services.stacks(region);
    const cause = findRootCause((await stacks.findEvents(stack, since)) ?? []);
    if (cause === undefined) return undefined;
    const inner = await findInnerCause(stacks, { cause, since });
    return toDiagnosis(inner ?? cause, { region, within: inner && cause });
  },
};

/** Of a stack's ARN. One of another account may not be read. */
function toPattern(account: string): RegExp {
  return new RegExp(`\\b(arn:[\\w-]+:cloudformation:[\\w-]+:${account}:stack/[\\w-]+/[\\w-]+)`);
}

interface Outer {
  readonly cause: StackEvent;
  readonly since: number;
}

/** One stack deep. */
async function findInnerCause(
  stacks: Stacks,
  { cause: { type, physicalId, stackId }, since }: Outer,
): Promise<StackEvent | undefined> {
  if (type !== STACK || physicalId === undefined || physicalId === stackId) return undefined;
  return findRootCause((await stacks.findEvents(physicalId, since)) ?? []);
}

interface Place {
  readonly region: string;
  /** The stack within the stack, as a resource. */
  readonly within: StackEvent | undefined;
}

function toDiagnosis({ logicalId, type, reason, stackId }: StackEvent, { region, within }: Place): Diagnosis {
  const name = [within?.logicalId, logicalId].filter(Boolean).join('/');
  const page = `cloudformation/home?region=${region}#/stacks/events?stackId=`;
  return {
    failedAt: name === '' || type === undefined ? name || undefined : `${name} (${type})`,
    why: reason,
    url: stackId === undefined ? undefined : consoleUrl(region, `${page}${encodeURIComponent(stackId)}`),
  };
}
