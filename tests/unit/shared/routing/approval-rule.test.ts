import { describe, expect, it } from '@jest/globals';
import { ApprovalRule, findApprovalRule, toAuthority } from '#shared/routing/approval-rule.ts';

const PLACE = { pipeline: 'web-shop', stage: 'Approve', action: 'ReleaseManager' };

/** As rules of signalbox.yml are written; each lets another person decide. */
function rules(...matches: readonly object[]): readonly ApprovalRule[] {
  return matches.map((match, index) => ApprovalRule.parse({ match, users: [`U0PERSON${index}`] }));
}

describe('findApprovalRule', () => {
  it.each([
    ['a rule for everything', {}],
    ['the pipeline', { pipeline: 'web-shop' }],
    ['a pattern of pipelines', { pipeline: ['api-*', 'web-*'] }],
    ['the stage', { stage: 'App*' }],
    ['the action', { action: '*Manager' }],
    ['all three', { pipeline: 'web-*', stage: 'Approve', action: 'Release?anager' }],
  ])('finds %s', (_, match) => {
    expect(findApprovalRule(rules(match), PLACE)).toBeDefined();
  });

  it.each([
    ['another pipeline', { pipeline: 'api-*' }],
    ['a pipeline in other case', { pipeline: 'Web-Shop' }],
    ['a part of a name', { pipeline: 'web' }],
    ['another stage', { stage: 'Deploy' }],
    ['another action of the stage', { stage: 'Approve', action: 'Security' }],
  ])('does not take %s for this', (_, match) => {
    expect(findApprovalRule(rules(match), PLACE)).toBeUndefined();
  });

  it('lets the first that matches decide, also where a later one names more people', () => {
    const [first] = rules({ pipeline: 'api-*' }, { pipeline: 'web-*' }, {})[1]?.users ?? [];

    const found = findApprovalRule(rules({ pipeline: 'api-*' }, { pipeline: 'web-*' }, {}), PLACE);

    expect(found?.users).toEqual([first]);
  });

  it('finds nothing without rules', () => {
    expect(findApprovalRule([], PLACE)).toBeUndefined();
  });
});

describe('toAuthority', () => {
  it('is what messages may tell of a rule', () => {
    const rule = ApprovalRule.parse({ users: ['U0ADA00001'], groups: ['S0RELEASERS'], votes: 2 });

    expect(toAuthority(rule)).toEqual({
      users: ['U0ADA00001'],
      groups: ['S0RELEASERS'],
      votes: 2,
      reason: 'optional',
    });
  });
});
