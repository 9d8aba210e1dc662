import { describe, expect, it } from '@jest/globals';
import { findVerdict, toSummary, votersFor } from '#shared/approvals/decide.ts';
import type { Vote } from '#shared/domain/approval.ts';
import { START } from '#tests/support/build-event.ts';
import { ADA, BEN } from '#tests/support/fake-people.ts';
import { hostileText } from '#tests/support/hostile-text.ts';
import { fc } from '#tests/support/property.ts';

function vote(overrides: Partial<Vote> = {}): Vote {
  return { user: ADA, name: 'Ada Okafor', choice: 'approve', reason: '', at: START, ...overrides };
}

const BENS = { user: BEN, name: 'Ben Lindqvist' };

describe('findVerdict', () => {
  it.each([
    ['nothing', [], 1, undefined],
    ['one approval', [vote()], 1, 'approve'],
    ['one approval of two', [vote()], 2, undefined],
    ['two approvals of two', [vote(), vote(BENS)], 2, 'approve'],
    ['one rejection, however many must approve', [vote({ choice: 'reject' })], 3, 'reject'],
    ['a rejection beside enough approvals', [vote(), vote({ ...BENS, choice: 'reject' })], 1, 'reject'],
  ] as const)('makes of %s', (_, votes, needed, choice) => {
    expect(findVerdict(votes, needed)?.choice).toBe(choice);
  });

  it.each([
    ['one of a mind', [vote({ option: 'Retry' })], 1, 'Retry'],
    ['two of different minds', [vote({ option: 'Retry' }), vote({ ...BENS, option: 'Leave' })], 2, undefined],
    ['two of one mind', [vote({ option: 'Leave' }), vote({ ...BENS, option: 'Leave' })], 2, 'Leave'],
  ] as const)('makes of choices: %s', (_, votes, needed, option) => {
    expect(findVerdict(votes, needed)?.option).toBe(option);
  });

  it('counts those who voted for it', () => {
    const votes = [vote(), vote({ ...BENS, choice: 'reject' })];

    expect(votersFor({ choice: 'approve' }, votes)).toEqual([votes[0]]);
  });
});

describe('toSummary', () => {
  it('names the people with their ids, and their reasons', () => {
    const votes = [vote({ reason: 'tested' }), vote({ ...BENS, reason: 'fine' })];

    expect(toSummary('approve', votes)).toBe(
      `Approved by Ada Okafor (${ADA}), Ben Lindqvist (${BEN}) via Slack: tested; fine`,
    );
  });

  it('leaves out who voted otherwise', () => {
    const votes = [vote({ reason: 'tested' }), vote({ ...BENS, choice: 'reject' })];

    expect(toSummary('reject', votes)).toBe(`Rejected by Ben Lindqvist (${BEN}) via Slack`);
  });

  it('fits into what CodePipeline takes, of whole characters, whatever people write', () => {
    const texts = hostileText({ maxRepeat: 40 }).map((text) => text.toWellFormed());
    const property = fc.property(texts, texts, (name, reason) => {
      const summary = toSummary('approve', [vote({ name, reason })]);

      expect(summary.length).toBeLessThanOrEqual(512);
      expect(summary.isWellFormed()).toBe(true);
    });

    fc.assert(property, { numRuns: 200 });
  });
});
