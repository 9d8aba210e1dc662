import { describe, expect, it } from '@jest/globals';
import { type Claim, type Decider, findRefusal } from '#shared/approvals/authority.ts';
import { ApprovalRule } from '#shared/routing/approval-rule.ts';
import { START } from '#tests/support/build-event.ts';
import { ADA, BEN, RELEASERS, TEAM } from '#tests/support/fake-people.ts';

/** As a rule of signalbox.yml is written. */
function rule(written: object = {}): ApprovalRule {
  return ApprovalRule.parse({ users: [ADA], ...written });
}

function person(overrides: Partial<Decider> = {}): Decider {
  return {
    user: ADA,
    team: TEAM,
    isGuest: false,
    email: 'ada@example.com',
    groups: new Set(),
    ...overrides,
  };
}

/** An approval of a change of somebody else. */
function claim(overrides: Partial<Claim> = {}): Claim {
  const authors = [{ name: 'Chiara', email: 'chiara@example.com' }];
  return {
    decider: person(),
    workspace: TEAM,
    choice: 'approve',
    reason: '',
    authors,
    now: START,
    ...overrides,
  };
}

describe('findRefusal', () => {
  it('lets whom the rule names decide', () => {
    expect(findRefusal(rule(), claim())).toBeUndefined();
    expect(findRefusal(rule(), claim({ choice: 'reject' }))).toBeUndefined();
  });

  it('lets members of a group that the rule names decide', () => {
    const decider = person({ user: BEN, groups: new Set([RELEASERS]) });

    expect(findRefusal(rule({ groups: [RELEASERS] }), claim({ decider }))).toBeUndefined();
  });

  it('lets nobody decide without a rule', () => {
    expect(findRefusal(undefined, claim())).toMatch(/^No rule under "approvals"/);
  });

  it.each([
    ['of another workspace', { team: 'T0ELSEWHERE' }],
    ['of no known workspace', { team: '' }],
    ['who is a guest here', { isGuest: true }],
  ])('refuses somebody %s, whatever the rule says', (_, stranger) => {
    expect(findRefusal(rule(), claim({ decider: person(stranger) }))).toMatch(/^Only full members/);
  });

  it.each([
    ['nobody knows', { user: BEN }],
    ['is in another group', { user: BEN, groups: new Set(['S0OTHERS00']) }],
  ])('refuses one whom the rule does not name: who %s', (_, outsider) => {
    const named = rule({ groups: [RELEASERS] });

    for (const choice of ['approve', 'reject'] as const)
      expect(findRefusal(named, claim({ decider: person(outsider), choice }))).toMatch(/^You are not among/);
  });
});

describe('the own change', () => {
  const own = [{ name: undefined, email: 'Ada@Example.com' }];
  const nobody = [{ name: 'Ada', email: undefined }];

  it('is not approved by who wrote it, in whatever case the address is written', () => {
    expect(findRefusal(rule(), claim({ authors: own }))).toMatch(/^You wrote this change/);
    expect(findRefusal(rule({ unknownAuthor: 'allowed' }), claim({ authors: own }))).toMatch(
      /^You wrote this/,
    );
  });

  it('may be rejected by who wrote it', () => {
    expect(findRefusal(rule(), claim({ authors: own, choice: 'reject' }))).toBeUndefined();
  });

  it('is approved where the rule allows it, and then nobody asks who wrote it', () => {
    const lenient = rule({ ownChange: 'allowed' });

    for (const authors of [own, nobody, []])
      expect(findRefusal(lenient, claim({ authors, decider: person() }))).toBeUndefined();
  });

  it.each([
    ['nobody is named', []],
    ['an author has no address', nobody],
    ['one of two authors has no address', [{ name: 'Chiara', email: 'chiara@example.com' }, ...nobody]],
  ])('cannot be ruled out where %s: that is refused unless the rule allows it', (_, authors) => {
    expect(findRefusal(rule(), claim({ authors }))).toMatch(/^Nobody knows who wrote/);
    expect(findRefusal(rule({ unknownAuthor: 'allowed' }), claim({ authors }))).toBeUndefined();
  });

  it('cannot be ruled out where Slack hides the address of who asks', () => {
    const decider = person({ email: undefined });

    expect(findRefusal(rule(), claim({ decider }))).toContain('users:read.email');
    expect(findRefusal(rule({ unknownAuthor: 'allowed' }), claim({ decider }))).toBeUndefined();
  });
});

describe('a freeze', () => {
  const BERLIN = { from: '2026-03-04T10:00', to: '2026-03-04T12:00', zone: 'Europe/Berlin' };
  // START is 10:15 in Berlin, 09:15 in UTC.
  const frozen = rule({ freeze: [{ ...BERLIN, reason: 'year end', override: ['S0LEADS00'] }] });

  it('refuses approvals, says until when and why, and lets rejections through', () => {
    expect(findRefusal(frozen, claim())).toBe(
      'Approvals are frozen until 2026-03-04 11:00 UTC (year end). Rejecting is possible.',
    );
    expect(findRefusal(frozen, claim({ choice: 'reject' }))).toBeUndefined();
  });

  it.each([
    ['before it begins', -15 * 60 - 1, undefined],
    ['when it begins', -15 * 60, /frozen/],
    ['in its last second', 105 * 60 - 1, /frozen/],
    ['when it ends', 105 * 60, undefined],
  ])('is looked at by the clock of its zone: %s', (_, after, refusal) => {
    const found = findRefusal(frozen, claim({ now: START + after })) ?? 'allowed';

    expect(found).toMatch(refusal ?? /^allowed$/);
  });

  it('is overridden by its own groups only, and only for who may decide', () => {
    const lead = { groups: new Set(['S0LEADS00']) };

    expect(findRefusal(frozen, claim({ decider: person(lead) }))).toBeUndefined();
    expect(findRefusal(frozen, claim({ decider: person({ groups: new Set([RELEASERS]) }) }))).toMatch(
      /frozen/,
    );
    expect(findRefusal(frozen, claim({ decider: person({ ...lead, user: BEN }) }))).toMatch(/not among/);
  });

  it('that somebody may override does not lift another one', () => {
    const two = rule({ freeze: [{ ...BERLIN, override: ['S0LEADS00'] }, BERLIN] });

    expect(findRefusal(two, claim({ decider: person({ groups: new Set(['S0LEADS00']) }) }))).toMatch(
      /frozen/,
    );
  });
});

describe('a reason', () => {
  it.each([
    ['optional', 'approve', '', undefined],
    ['optional', 'reject', '', undefined],
    ['on-reject', 'approve', '', undefined],
    ['on-reject', 'reject', ' \n', /reason/],
    ['on-reject', 'reject', 'broken', undefined],
    ['required', 'approve', '', /reason/],
    ['required', 'reject', '', /reason/],
    ['required', 'approve', 'looked at it', undefined],
  ] as const)('that is %s, to %s with %j', (needed, choice, reason, refusal) => {
    const found = findRefusal(rule({ reason: needed }), claim({ choice, reason })) ?? 'allowed';

    expect(found).toMatch(refusal ?? /^allowed$/);
  });
});
