import { describe, expect, it } from '@jest/globals';
import { detailsOf, gistOf, noticeOf, readSample, withDetail } from '#tests/support/samples.ts';

describe('a repository of CodeCommit', () => {
  it.each([
    [
      'codecommit/awkward-no-names',
      '[neutral] CodeCommit Pull Request State Change has a new pull request ?',
    ],
    ['codecommit/branch-created', '[neutral] storefront has a new branch: feature/checkout'],
    ['codecommit/branch-deleted', '[neutral] storefront lost the branch feature/basket'],
    ['codecommit/comment-on-commit', '[neutral] storefront has a new comment on a commit'],
    ['codecommit/comment-on-pull-request', '[neutral] storefront has a new comment on pull request 41'],
    [
      'codecommit/pull-request-approval-revoked',
      '[neutral] storefront has pull request 44 with an approval revoked',
    ],
    ['codecommit/pull-request-approved', '[good] storefront has pull request 43 approved'],
    ['codecommit/pull-request-closed', '[stopped] storefront has pull request 47 closed without merging'],
    ['codecommit/pull-request-created', '[neutral] storefront has a new pull request 41'],
    ['codecommit/pull-request-merged', '[good] storefront has pull request 46 merged'],
    [
      'codecommit/pull-request-rules-overridden',
      '[bad] storefront has pull request 45 with its approval rules set aside',
    ],
    ['codecommit/tag-moved', '[neutral] storefront had the tag v1.8.0 moved'],
  ])('%s is told as %s', (name, gist) => {
    expect(gistOf(noticeOf(name))).toBe(gist);
  });

  it.each([
    ['codecommit/branch-updated', 'work goes on in a repository'],
    ['codecommit/comment-changed', 'work goes on in a repository'],
    ['codecommit/pull-request-closed-by-merge', 'work goes on in a repository'],
    ['codecommit/pull-request-updated', 'work goes on in a repository'],
  ])('%s is passed over: %s', (name, passedOver) => {
    expect(readSample(name)).toEqual({ passedOver });
  });

  it('tells of a pull request what it is about, who did it, and where it would go', () => {
    const notice = noticeOf('codecommit/pull-request-created');

    expect(detailsOf(notice)).toEqual([
      'Title: Raise the timeout of the checkout',
      'By: jo',
      'From: feature/checkout',
      'Into: main',
    ]);
    expect(notice.link).toEqual({
      label: 'Open pull request',
      url: 'https://eu-west-1.console.aws.amazon.com/codesuite/codecommit/repositories/storefront/pull-requests/41/details?region=eu-west-1',
    });
  });

  it.each([
    ['pull-request-closed', { pullRequestStatus: 'CLOSED', isMerged: 'false' }],
    ['pull-request-approval-revoked', { approvalStatus: 'revoke' }],
  ])('%s is told the same with %j', (name, other) => {
    const sample = `codecommit/${name}`;

    expect(gistOf(noticeOf(withDetail(sample, other)))).toBe(gistOf(noticeOf(sample)));
  });

  it('tells of a tag that moved where it is now, and where it was', () => {
    expect(detailsOf(noticeOf('codecommit/tag-moved'))).toEqual([
      'By: mary.major',
      'Commit: 74e8cb00469c0b6c52ed905a32f0a7c71326f76d',
      'Before: 0ffa1d3f6b48c9169cebf29c6a735c89df6c3895',
    ]);
  });

  it.each([
    [
      'pull-request-approved',
      { approvalStatus: null },
      '[neutral] storefront has pull request 43 with an approval changed',
    ],
    ['pull-request-closed', { isMerged: null }, '[stopped] storefront has pull request 47 closed'],
  ])('%s says no more than it knows with %j', (name, unknown, gist) => {
    expect(gistOf(noticeOf(withDetail(`codecommit/${name}`, unknown)))).toBe(gist);
  });

  it('takes a merge that is told as a truth value', () => {
    const merged = withDetail('codecommit/pull-request-merged', { isMerged: true });

    expect(noticeOf(merged).headline).toBe('has pull request 46 merged');
  });
});
