import { describe, expect, it } from '@jest/globals';
import { findControlRefusal, NO_STRANGERS } from '#shared/approvals/control-refusal.ts';
import { CONTROL_ACTIONS } from '#shared/domain/control.ts';
import { ControlRule } from '#shared/routing/control-rule.ts';

const RULE = ControlRule.parse({ users: ['U0ADA00001'], groups: ['S0RELEASERS'] });

function claim(user: string, more: object = {}) {
  const decider = { user, team: 'T1', isGuest: false, email: undefined, groups: new Set<string>() };
  return { decider: { ...decider, ...more }, workspace: 'T1', action: 'retry' as const };
}

describe('findControlRefusal', () => {
  it('lets who is named, alone or by a group', () => {
    expect(findControlRefusal(RULE, claim('U0ADA00001'))).toBeUndefined();
    expect(
      findControlRefusal(RULE, claim('U0BEN00002', { groups: new Set(['S0RELEASERS']) })),
    ).toBeUndefined();
  });

  it.each([
    ['another workspace', { team: 'T2' }],
    ['a guest account', { isGuest: true }],
  ])('refuses %s before anything else, whatever the rules', (_, more) => {
    expect(findControlRefusal(RULE, claim('U0ADA00001', more))).toBe(NO_STRANGERS);
    expect(findControlRefusal(undefined, claim('U0ADA00001', more))).toBe(NO_STRANGERS);
  });

  it('refuses who is not named, and everybody where there is no rule', () => {
    expect(findControlRefusal(RULE, claim('U0BEN00002', { groups: new Set(['S0OTHERS']) }))).toBe(
      'You are not among those who may retry this pipeline from here.',
    );
    expect(findControlRefusal(undefined, claim('U0ADA00001'))).toBe(
      'No rule under "controls" in signalbox.yml allows anybody to retry this pipeline from here.',
    );
  });

  it('has words for everything that can be asked for', () => {
    const told = CONTROL_ACTIONS.map((action) =>
      findControlRefusal(undefined, { ...claim('U0ADA00001'), action }),
    );

    expect(new Set(told).size).toBe(CONTROL_ACTIONS.length);
  });
});
