import { describe, expect, it } from '@jest/globals';
import type { Approval, ApprovalDetails } from '#shared/domain/approval.ts';
import { approvalCard, approvalHeadline } from '#shared/presentation/approval-card.ts';
import type { Card } from '#shared/presentation/card.ts';
import {
  APPROVAL_ID,
  buildApproval,
  buildDecision,
  buildDetails,
  buildVote,
  EXPIRES,
  ended,
} from '#tests/support/build-approval.ts';
import { START } from '#tests/support/build-event.ts';
import { buildExecution } from '#tests/support/build-record.ts';
import { ADA, BEN, RELEASERS } from '#tests/support/fake-people.ts';

const MARY = 'arn:aws:iam::111122223333:user/mary';
const LINK = {
  label: 'Open execution',
  url: 'https://eu-west-1.console.aws.amazon.com/codesuite/codepipeline/pipelines/web-shop/executions/7a8e7924-7efa-442e-beaa-961a80e42bf2/timeline?region=eu-west-1',
};
const WHERE = { label: 'Where', text: '111122223333 · eu-west-1' };
const VALUE = `approval/${APPROVAL_ID}`;

function cardOf(overrides: Partial<Approval> = {}) {
  return approvalCard(buildExecution(), buildApproval(overrides));
}

function factsOf(overrides: Partial<ApprovalDetails> = {}, more: Partial<Approval> = {}) {
  const { facts } = cardOf({ details: buildDetails(overrides), ...more });
  return Object.fromEntries(facts.map(({ label, text }) => [label, text]));
}

function factsNamed(name: string, { facts }: Card): readonly string[] {
  return facts.filter(({ label }) => label === name).map(({ text }) => text);
}

describe('an approval that waits', () => {
  it('asks who may decide, and until when, with both buttons', () => {
    expect(cardOf()).toEqual({
      subject: 'web-shop',
      headline: 'Approve/Manager waits for approval',
      tone: 'running',
      progress: [],
      items: [],
      facts: [
        { label: 'Until', text: '2026-03-04 11:15 UTC', time: EXPIRES },
        {
          label: 'May decide',
          text: '',
          people: [
            { kind: 'user', id: ADA },
            { kind: 'group', id: RELEASERS },
          ],
        },
        WHERE,
      ],
      reasons: [],
      links: [LINK],
      buttons: [
        { action: 'approval.approve', label: 'Approve', style: 'primary', value: `${VALUE} optional` },
        { action: 'approval.reject', label: 'Reject', style: 'danger', value: `${VALUE} optional` },
      ],
      link: LINK,
      gist: `approval ${APPROVAL_ID.slice(0, 16)} waits for approval`,
      pace: undefined,
    });
  });

  it('says what is to be approved: note, changes, where to review, what else waits', () => {
    const changes = Array.from({ length: 12 }, (_, index) => ({
      commit: `${index}`.padStart(40, '0'),
      subject: index === 0 ? undefined : `Change ${index}\nmore`,
    }));
    const context = {
      ...buildDetails().context,
      customData: '{"ticket":"OPS-1","risk":{"level":2}}',
      reviewLink: 'https://staging.example.com/',
      changes,
      isNewerWaiting: true,
    };
    const card = cardOf({ details: buildDetails({ context }) });

    expect(card.items).toHaveLength(10);
    expect(card.items[1]).toEqual({
      subject: '0000000',
      text: 'Change 1 more',
      tone: 'neutral',
      link: undefined,
    });
    expect(card.links.map(({ label }) => label)).toEqual(['Open execution', 'Review (staging.example.com)']);
    expect(factsOf({ context })).toMatchObject({
      Note: 'ticket: OPS-1, risk: (level: 2)',
      Meanwhile: 'a newer execution is waiting',
    });
  });

  it.each([
    ['text', 'Look\nat it', 'Look at it'],
    ['what is nearly JSON', '{"ticket":', '{"ticket":'],
    ['a list', '["a"]', 'a'],
  ])('shows a note that is %s', (_, customData, shown) => {
    expect(factsOf({ context: { ...buildDetails().context, customData } })['Note']).toBe(shown);
  });

  it('makes no link of what is none', () => {
    const context = { ...buildDetails().context, reviewLink: 'javascript:alert(1)' };

    expect(cardOf({ details: buildDetails({ context }) }).links).toEqual([LINK]);
  });

  it.each([
    ['optional', ['optional', 'optional']],
    ['required', ['required', 'required']],
    ['on-reject', ['optional', 'required']],
  ] as const)('tells the buttons whether a reason is needed: %s', (reason, hints) => {
    const authority = { users: [ADA], groups: [], votes: 1, reason };

    const { buttons } = cardOf({ details: buildDetails({ authority }) });

    expect(buttons.map(({ value }) => value)).toEqual(hints.map((hint) => `${VALUE} ${hint}`));
  });

  it('counts votes where more than one is needed', () => {
    const authority = { users: [ADA, BEN], groups: [], votes: 2, reason: 'optional' } as const;

    expect(factsOf({ authority, votes: [buildVote()] })).toMatchObject({
      'May decide': '2 of them must approve',
      Votes: '1 of 2: Ada Okafor',
    });
  });

  it.each([
    ['no rule is for it', { details: buildDetails({ authority: undefined }) }],
    ['CodePipeline could not be asked', { id: undefined, details: undefined }],
  ])('has no buttons where %s', (_, known) => {
    const card = cardOf(known);

    expect(card.headline).toBe('Approve/Manager waits for approval');
    expect(card.buttons).toEqual([]);
  });

  it('says so where no rule is for it', () => {
    expect(factsOf({ authority: undefined })['May decide']).toMatch(/^nobody here/);
  });

  it('has its buttons again, and says why, when the answer did not go through', () => {
    const card = cardOf({ details: buildDetails({ problem: 'no answer' }) });

    expect(card.facts).toContainEqual({ label: 'Problem', text: 'no answer' });
    expect(card.buttons).toHaveLength(2);
  });
});

describe('an approval that is decided', () => {
  it.each([
    ['being approved', buildDecision({ state: 'deciding' }), 'is being approved by Ada Okafor', 'running'],
    [
      'being rejected',
      buildDecision({ state: 'deciding', choice: 'reject' }),
      'is being rejected by Ada Okafor',
      'running',
    ],
    ['approved', buildDecision({ by: ['Ada Okafor', 'Ben'] }), 'was approved by Ada Okafor, Ben', 'good'],
    ['rejected', buildDecision({ choice: 'reject' }), 'was rejected by Ada Okafor', 'bad'],
  ])('has no buttons any more: %s', (_, made, headline, tone) => {
    const card = cardOf({ details: buildDetails({ decision: made }) });

    expect([card.headline, card.tone]).toEqual([`Approve/Manager ${headline}`, tone]);
    expect(card.buttons).toEqual([]);
  });

  it('says why and when', () => {
    expect(factsOf({ decision: buildDecision({ reason: 'Looked\nat it' }) })).toMatchObject({
      Reason: 'Looked at it',
      At: '2026-03-04 09:15 UTC',
    });
  });

  it.each([
    ['here', buildDecision(), undefined, 'was approved by Ada Okafor'],
    ['in AWS', undefined, { by: MARY, summary: 'ok' }, 'was approved in AWS by mary'],
    ['in AWS by nobody knows whom', undefined, undefined, 'was approved in AWS'],
    [
      'in AWS while somebody rejected here',
      buildDecision({ choice: 'reject', state: 'deciding' }),
      { by: MARY, summary: 'ok' },
      'was approved in AWS by mary',
    ],
  ])('keeps to what CodePipeline did: approved %s', (_, made, answer, headline) => {
    const known = buildDetails({ decision: made, answer });

    expect(approvalHeadline(buildApproval({ end: ended('SUCCEEDED'), details: known }))).toBe(headline);
  });

  it.each([
    ['here', buildDecision({ choice: 'reject' }), undefined, 'was rejected by Ada Okafor'],
    ['in AWS', undefined, { by: MARY, summary: 'no' }, 'was rejected in AWS by mary'],
  ])('keeps to what CodePipeline did: rejected %s', (_, made, answer, headline) => {
    const known = buildDetails({ decision: made, answer });

    expect(approvalHeadline(buildApproval({ end: ended('FAILED'), details: known }))).toBe(headline);
  });

  it('shows the reason that was given in AWS', () => {
    const answer = { by: MARY, summary: 'not\ntoday' };

    expect(factsOf({ answer }, { end: ended('FAILED') })['Reason']).toBe('not today');
  });

  it.each<[string, string, Partial<Approval>]>([
    ['approved, and nothing but that is known', 'SUCCEEDED', { id: undefined, details: undefined }],
    ['approved, and nobody knows by whom', 'SUCCEEDED', {}],
    ['rejected, and nothing but that is known', 'FAILED', { id: undefined, details: undefined }],
  ])('shows the words of its event where it was %s', (_, state, known) => {
    const end = { ...ended(state), summary: 'Approved by Jo Doe:\n<it> & go' };

    expect(factsNamed('Reason', cardOf({ end, ...known }))).toEqual(['Approved by Jo Doe: <it> & go']);
  });

  it('does not say twice who decided here', () => {
    const end = { ...ended('SUCCEEDED'), summary: 'Approved by Ada Okafor (U1) via Slack' };

    expect(
      factsNamed('Reason', cardOf({ end, details: buildDetails({ decision: buildDecision() }) })),
    ).toEqual([]);
  });
});

describe('an approval that nobody decided', () => {
  it.each([
    ['in its last minute', EXPIRES - 60, 'timed out: nobody decided in time'],
    ['at its deadline', EXPIRES, 'timed out: nobody decided in time'],
    ['earlier', EXPIRES - 61, 'was rejected in AWS'],
  ])('has timed out where it failed by itself %s', (_, time, headline) => {
    expect(approvalHeadline(buildApproval({ end: ended('FAILED', time) }))).toBe(headline);
  });

  it('has not timed out where somebody rejected it at the last moment', () => {
    const known = buildDetails({ answer: { by: MARY, summary: undefined } });

    expect(approvalHeadline(buildApproval({ end: ended('FAILED', EXPIRES), details: known }))).toBe(
      'was rejected in AWS by mary',
    );
  });

  it('may have been rejected or timed out where nothing is known of it', () => {
    const unknown = buildApproval({ id: undefined, details: undefined, end: ended('FAILED') });

    expect(approvalHeadline(unknown)).toBe('was rejected in AWS, or timed out');
  });

  it.each([
    ['rejected', 299, 'was rejected in AWS'],
    ['rejected or timed out', 300, 'was rejected in AWS, or timed out'],
    ['timed out', 7 * 86_400 - 60, 'timed out: nobody decided in time'],
    ['rejected or timed out', 8 * 86_400, 'was rejected in AWS, or timed out'],
  ])('is %s where nothing but its event is known, %i s after it began', (_, after, headline) => {
    const end = { ...ended('FAILED', START + after), startedAt: String(START * 1000) };

    expect(approvalHeadline(buildApproval({ id: undefined, details: undefined, end }))).toBe(headline);
  });

  it.each([
    ['ConfigurationError', 'failed: its configuration is wrong'],
    ['PermissionError', 'failed: it lacks a permission'],
    ['SystemUnavailable', 'failed: what it needs was not available: a retry may do'],
  ])('failed by itself where nobody could be asked: %s', (errorCode, headline) => {
    const end = { ...ended('FAILED', EXPIRES), errorCode, summary: 'p may not SNS:Publish' };

    expect(cardOf({ end })).toMatchObject({
      headline: `Approve/Manager ${headline}`,
      tone: 'bad',
      buttons: [],
    });
    for (const details of [undefined, buildDetails()])
      expect(factsNamed('Reason', cardOf({ end, details }))).toEqual([]);
    expect(approvalHeadline(buildApproval({ end, details: undefined }))).toBe(headline);
  });

  it.each([
    ['RETRIED', 'is void: the stage was retried'],
    ['STOPPED', 'is void: the execution was stopped'],
    ['ABANDONED', 'is void: the execution was stopped'],
    ['SUPERSEDED', 'is void: a newer execution took its place'],
    ['CANCELED', 'is void: the pipeline was edited'],
    ['SOMETHING_NEW', 'is void: something_new'],
  ])('is void: %s', (state, headline) => {
    const card = cardOf({ end: ended(state) });

    expect([card.headline, card.tone]).toEqual([`Approve/Manager ${headline}`, 'stopped']);
    expect(card.buttons).toEqual([]);
    expect(card.facts).toEqual([WHERE]);
  });
});
