import { describe, expect, it } from '@jest/globals';
import { detailsOf, gistOf, noticeOf, readSample, withDetail } from '#tests/support/samples.ts';

describe('a build', () => {
  it.each([
    ['codebuild/awkward-bare-minimum', '[bad] CodeBuild Build State Change failed'],
    ['codebuild/awkward-mention', '[bad] <!channel> & co failed in phase BUILD'],
    ['codebuild/awkward-null-members', '[bad] nightly-jobs failed in phase INSTALL'],
    ['codebuild/build-failed-aws-cn', '[bad] nightly-jobs failed in phase DOWNLOAD_SOURCE'],
    ['codebuild/build-failed', '[bad] nightly-jobs failed in phase BUILD'],
    ['codebuild/build-stopped', '[stopped] nightly-jobs was stopped'],
    ['codebuild/build-succeeded', '[good] website-preview succeeded'],
    ['codebuild/build-timed-out', '[bad] load-test timed out in phase BUILD'],
  ])('%s is told as %s', (name, gist) => {
    expect(gistOf(noticeOf(name))).toBe(gist);
  });

  it.each([
    ['codebuild/build-in-progress', 'a build began'],
    ['codebuild/build-of-pipeline-failed', 'a build is the action of a pipeline'],
    ['codebuild/phase-failed', 'a build passed through a phase'],
  ])('%s is passed over: %s', (name, passedOver) => {
    expect(readSample(name)).toEqual({ passedOver });
  });

  it('is passed over in whatever letters it began', () => {
    expect(() => noticeOf(withDetail('codebuild/build-failed', { 'build-status': 'in_progress' }))).toThrow(
      'a build began',
    );
  });

  it('shows why it failed, which one it was and who started it', () => {
    expect(detailsOf(noticeOf('codebuild/build-failed'))).toEqual([
      'Why: COMMAND_EXECUTION_ERROR: Error while executing command: make nightly. Reason: exit status 2',
      'Build: 412',
      'Version: refs/heads/main',
      'Started by: user/mary.major',
    ]);
  });

  it('shows no secret of its reason, and links to its own page whatever it is called', () => {
    const notice = noticeOf('codebuild/awkward-mention');

    expect(detailsOf(notice)[0]).toContain('password=[redacted]');
    expect(notice.link?.url).toMatch(
      /^https:\/\/eu-west-1\.console\.aws\.amazon\.com\/codesuite\/codebuild\/111122223333\/projects\/%3C!channel%3E%20%26%20co\//,
    );
  });

  it('links into the console of its own partition', () => {
    expect(noticeOf('codebuild/build-failed-aws-cn').link?.url).toContain(
      'https://cn-north-1.console.amazonaws.cn/codesuite/codebuild/',
    );
  });

  it.each([
    ['FAULT', '[bad] nightly-jobs failed by a fault of CodeBuild in phase BUILD'],
    ['failed', '[bad] nightly-jobs failed in phase BUILD'],
    ['PONDERING', '[neutral] nightly-jobs is in state PONDERING'],
    [undefined, '[neutral] nightly-jobs changed its state'],
  ])('in state %s is told', (status, gist) => {
    expect(gistOf(noticeOf(withDetail('codebuild/build-failed', { 'build-status': status })))).toBe(gist);
  });
});
