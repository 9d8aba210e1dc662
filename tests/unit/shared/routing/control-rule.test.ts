import { describe, expect, it } from '@jest/globals';
import { CONTROL_ACTIONS } from '#shared/domain/control.ts';
import { ControlRule, findControlRule } from '#shared/routing/control-rule.ts';

const ADA = 'U0ADA00001';
const BEN = 'U0BEN00002';

function rules(...given: readonly object[]): readonly ControlRule[] {
  return given.map((one) => ControlRule.parse(one));
}

describe('a control rule', () => {
  it('is for everything when it says nothing else', () => {
    expect(ControlRule.parse({ users: [ADA] })).toEqual({
      match: {},
      users: [ADA],
      groups: [],
      actions: [...CONTROL_ACTIONS],
    });
  });

  it('is the same when it is read again, as it is compiled into the functions', () => {
    const once = ControlRule.parse({
      match: { pipeline: 'web-*', stage: ['Build', 'Deploy'] },
      groups: ['S0RELEASERS'],
      actions: 'retry',
    });

    expect(ControlRule.parse(once)).toEqual(once);
  });

  it.each([
    { users: ['ada'] },
    { groups: ['U0ADA00001'] },
    { actions: ['start'] },
    { actions: [] },
    { stage: 'x' },
  ])('is refused with %j', (given) => {
    expect(ControlRule.safeParse({ users: [ADA], ...given }).success).toBe(false);
  });
});

describe('who may control', () => {
  it('says the first rule that matches and names the action', () => {
    const all = rules(
      { match: { pipeline: 'web-*' }, users: [ADA], actions: ['retry'] },
      { match: { pipeline: 'web-*' }, users: [BEN] },
    );
    const usersFor = (action: ControlRule['actions'][number]) =>
      findControlRule(all, { pipeline: 'web-shop', stage: 'Build', action })?.users;

    expect([usersFor('retry'), usersFor('rollback'), usersFor('silence')]).toEqual([[ADA], [BEN], [BEN]]);
  });

  it.each([
    ['another pipeline', { pipeline: 'api', stage: 'Build', action: 'retry' }],
    ['another stage', { pipeline: 'web-shop', stage: 'Deploy', action: 'retry' }],
    ['an action that it does not name', { pipeline: 'web-shop', stage: 'Build', action: 'rollback' }],
  ] as const)('is nobody for %s', (_, asked) => {
    const all = rules({
      match: { pipeline: 'web-*', stage: 'Build' },
      users: [ADA],
      actions: ['retry', 'stop'],
    });

    expect(findControlRule(all, asked)).toBeUndefined();
  });

  it('is not said by a rule for stages where there is none', () => {
    const all = rules({ match: { stage: '*' }, users: [ADA] });

    expect(findControlRule(all, { pipeline: 'web-shop', stage: undefined, action: 'stop' })).toBeUndefined();
    expect(findControlRule(all, { pipeline: 'web-shop', stage: 'Build', action: 'retry' })).toBeDefined();
  });

  it('is nobody without rules', () => {
    expect(findControlRule([], { pipeline: 'web-shop', stage: 'Build', action: 'retry' })).toBeUndefined();
  });
});
