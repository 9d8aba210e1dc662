import type { StackSetOperation, StackSetResult } from '#shared/clients/stacks.ts';
import type { Asking, Diagnosis, Diagnostician, FailedAction } from '../diagnosis.ts';
import { findInFacts } from '../find-in-facts.ts';
import { ACTION_CONFIGURATION_NEED, arnsOf } from '../needs.ts';

const UUID = '[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}';
/** All of the text, or named as what it is: a stack set's own id ends in such a number, too. */
const OPERATION = new RegExp(`(?:^|operations?\\s?(?:id)?[\\s/:=]{1,3})(${UUID})`, 'i');
const STACK_SET = new RegExp(`(?:stackset/|stacksets/)([\\w-]+:${UUID})`, 'i');
/** As many as one call tells of. */
const MAX_RESULTS = 100;

/** The first account and Region that failed, and how many did. */
export const stackSets: Diagnostician = {
  providers: ['Deploy/CloudFormationStackSet', 'Deploy/CloudFormationStackInstances'],
  needs: [
    {
      actions: ['cloudformation:ListStackSetOperationResults', 'cloudformation:ListStackSetOperations'],
      resources: [arnsOf('cloudformation', 'stackset/*:*')],
      reason: 'which stack sets pipelines deploy is not known when we deploy',
    },
    ACTION_CONFIGURATION_NEED,
  ],
  async diagnose(failed, asking) {
    const operation = await findOperation(failed, asking);
    if (operation === undefined) return undefined;
    const stacks = asking.services.stacks(failed.region);
    const results = (await stacks.findFailedResults(operation)) ?? [];
    const [first] = results;
    return first && toDiagnosis(first, results.length);
  },
};

/** Where nobody names the operation, it is the newest that failed since the action began. */
async function findOperation(
  failed: FailedAction,
  { services, configurations }: Asking,
): Promise<StackSetOperation | undefined> {
  const { region, facts } = failed;
  const configuration = await configurations.find(failed);
  const stackSet = findInFacts(facts, STACK_SET) ?? configuration?.values.StackSetName;
  const since = configuration?.startedAt;
  if (stackSet === undefined) return undefined;
  const named = findInFacts(facts, OPERATION, facts.summary);
  if (named !== undefined) return { stackSet, operation: named };
  const operation = since && (await services.stacks(region).findFailedOperation(stackSet, since));
  return operation ? { stackSet, operation } : undefined;
}

function toDiagnosis({ account, region, reason }: StackSetResult, count: number): Diagnosis {
  const many = count < MAX_RESULTS ? `${count}` : `${count} or more`;
  const others = count > 1 ? `the first of ${many} that failed` : undefined;
  return {
    failedAt: [account, region].filter(Boolean).join(' in ') || undefined,
    why: [reason, others && `(${others})`].filter(Boolean).join(' ') || undefined,
  };
}
