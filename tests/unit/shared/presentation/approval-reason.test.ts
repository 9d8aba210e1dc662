import { describe, expect, it } from '@jest/globals';
import type { ApprovalDetails } from '#shared/domain/approval.ts';
import { approvalReason } from '#shared/presentation/approval-card.ts';
import { buildApproval, buildDecision, buildDetails, EXPIRES, ended } from '#tests/support/build-approval.ts';

const MARY = 'arn:aws:iam::111122223333:user/mary';

describe('why an execution failed at an approval', () => {
  const rejected = buildDecision({ choice: 'reject', reason: 'The freeze\nis on' });

  it.each<[string, Partial<ApprovalDetails> | undefined, string | undefined, string]>([
    [
      'by whom and why, of ours',
      { decision: rejected },
      'Rejected by Ada Okafor (U1)',
      'rejected by Ada Okafor: The freeze is on',
    ],
    ['by whom, of ours', { decision: { ...rejected, reason: '' } }, undefined, 'rejected by Ada Okafor'],
    [
      'by whom and why, of others',
      { answer: { by: MARY, summary: 'not today' } },
      'no',
      'rejected in AWS by mary: not today',
    ],
    ['why, of nobody knows whom', {}, 'not\ntoday', 'rejected in AWS: not today'],
    [
      'why of the rejection, not of an approval that came too late',
      { decision: buildDecision({ state: 'deciding', reason: 'fine' }), answer: { by: MARY, summary: 'no' } },
      undefined,
      'rejected in AWS by mary: no',
    ],
    ['what it can be, where nothing is known', undefined, undefined, 'rejected in AWS, or timed out'],
    ['that it was rejected, by the words of who did', undefined, 'not today', 'rejected in AWS: not today'],
    [
      'what it can be, where the words may be of a time-out',
      undefined,
      'Timed out',
      'rejected in AWS, or timed out: Timed out',
    ],
  ])('tells %s', (_, known, summary, reason) => {
    const end = { ...ended('FAILED'), summary };

    expect(approvalReason(buildApproval({ end, details: known && buildDetails(known) }))).toBe(reason);
  });

  it('tells that nobody decided in time', () => {
    expect(approvalReason(buildApproval({ end: ended('FAILED', EXPIRES) }))).toBe('nobody decided in time');
  });

  it.each(['JobFailed', 'SomethingNew'])(
    'is people, as far as is known, where the code is %s',
    (errorCode) => {
      const end = { ...ended('FAILED'), errorCode };

      expect(approvalReason(buildApproval({ end }))).toBe('rejected in AWS');
    },
  );

  it.each([
    ['waits', undefined],
    ['was approved', ended('SUCCEEDED')],
    ['was overtaken', ended('SUPERSEDED')],
    ['could not be asked', { ...ended('FAILED'), errorCode: 'ConfigurationError' }],
    ['was not told', { ...ended('FAILED'), errorCode: 'PermissionError', summary: 'p may not SNS:Publish' }],
    ['could not be reached', { ...ended('FAILED'), errorCode: 'SystemUnavailable' }],
  ])('is not people where it %s', (_, end) => {
    expect(approvalReason(buildApproval({ end }))).toBeUndefined();
  });
});
