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
      'Why: A command failed: make nightly. Reason: exit status 2',
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

  it.each([
    [
      'a text',
      'YAML_FILE_ERROR: stat buildspec.yml: no such file',
      'The buildspec cannot be used: stat buildspec.yml: no such file',
    ],
    ['a list', [': ', 'COMMAND_EXECUTION_ERROR: boom'], 'A command failed: boom'],
    ['a code alone', ['BUILD_TIMED_OUT:'], 'The build timed out'],
    ['a code that is not known', ['NO_CAPACITY: try later'], 'NO_CAPACITY: try later'],
    ['no code', ['boom: bang'], 'boom: bang'],
  ])('tells why where the context of its phase is %s', (_, context, why) => {
    const phases = [{ 'phase-type': 'BUILD', 'phase-status': 'FAILED', 'phase-context': context }];
    const build = withDetail('codebuild/build-failed', { 'additional-information': { phases } });

    expect(gistOf(noticeOf(build))).toBe('[bad] nightly-jobs failed in phase BUILD');
    expect(detailsOf(noticeOf(build))).toEqual([`Why: ${why}`]);
  });

  it.each([
    ['BUILD', '[COMMAND_EXECUTION_ERROR: boom]', 'failed in phase BUILD', ['Why: A command failed: boom']],
    ['COMPLETED', '[CLIENT_ERROR: no source]', 'failed', ['Why: CLIENT_ERROR: no source']],
    ['INSTALL', '[: ]', 'failed in phase INSTALL', []],
    [null, '[]', 'failed', []],
  ])('without phases tells its current one: %s, %s', (phase, context, headline, details) => {
    const build = noticeOf(
      withDetail('codebuild/build-failed', {
        'additional-information': {},
        'current-phase': phase,
        'current-phase-context': context,
      }),
    );

    expect([build.headline, detailsOf(build)]).toEqual([headline, details]);
  });

  it('that timed out shows no reason that says only this, and any other', () => {
    const whyOf = (context: string) => {
      const phases = [{ 'phase-type': 'BUILD', 'phase-status': 'TIMED_OUT', 'phase-context': [context] }];
      const build = { 'build-status': 'TIMED_OUT', 'additional-information': { phases } };
      return detailsOf(noticeOf(withDetail('codebuild/build-timed-out', build)));
    };

    expect(whyOf('BUILD_TIMED_OUT: Build has timed out. ')).toEqual([]);
    expect(whyOf('BUILD_TIMED_OUT:')).toEqual([]);
    expect(whyOf('BUILD_TIMED_OUT: After 60 minutes')).toEqual([
      'Why: The build timed out: After 60 minutes',
    ]);
  });

  it('links its log in the console of its own partition', () => {
    expect(noticeOf('codebuild/build-failed-aws-cn').log).toEqual({
      label: 'Open log',
      url: 'https://cn-north-1.console.amazonaws.cn/cloudwatch/home?region=cn-north-1#logsV2:log-groups/log-group/$252Faws$252Fcodebuild$252Fnightly-jobs/log-events/d4fd2366-f255-4cc4-8379-cf2faf8e60d4',
    });
  });

  it.each([
    ['https://console.aws.amazon.com/cloudwatch/home?region=eu-west-1#logEvent:group=a;stream=b', true],
    [
      'https://console.aws.amazon.com/cloudwatch/home?region=eu-west-1#logEvent:group=null;stream=null',
      false,
    ],
    ['https://console.aws.amazon.com.evil.example/', false],
    ['https://jo:pw@console.aws.amazon.com/', false],
    ['http://console.aws.amazon.com/', false],
    ['log', false],
    [null, false],
  ])('without the names of its log, its link %s leads there: %s', (link, isShown) => {
    const logs = { 'deep-link': link };
    const notice = noticeOf(withDetail('codebuild/build-failed', { 'additional-information': { logs } }));

    expect(notice.log?.url).toBe(isShown ? link : undefined);
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
