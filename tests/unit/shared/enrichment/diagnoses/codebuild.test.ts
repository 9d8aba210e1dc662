import { describe, expect, it } from '@jest/globals';
import type { Facts } from '#shared/domain/facts.ts';
import { codebuild } from '#shared/enrichment/diagnoses/codebuild.ts';
import { findDiagnostician } from '#shared/enrichment/diagnoses/index.ts';
import {
  askingOf,
  BATCH_ARN,
  BUILD_ARN,
  BUILD_ID,
  batchesAnswer,
  buildsAnswer,
  FAILED_PHASES,
  failedAction,
  fakeServices,
  logEvents,
  NO_BUILDS,
  phase,
  REPORT_ARN,
  report,
  testCases,
} from '#tests/support/failed-build.ts';
import { FakeAwsJson, refusal } from '#tests/support/fake-aws-json.ts';

const URL = 'https://eu-west-1.console.aws.amazon.com/codesuite/codebuild/x';
const WHY = 'Error while executing command: npm test. Reason: exit status 1';

interface Given {
  readonly facts?: Facts;
  readonly wantsLog?: boolean;
  readonly logs?: FakeAwsJson;
}

function diagnose(builds: FakeAwsJson, { facts, wantsLog = false, logs }: Given = {}) {
  const { services } = fakeServices({ CODEBUILD: builds, ...(logs && { CLOUDWATCH_LOGS: logs }) });
  const action = failedAction({ provider: 'Build/CodeBuild', externalId: BUILD_ID, url: URL, ...facts });
  return codebuild.diagnose(action, askingOf(services, wantsLog));
}

describe('codebuild', () => {
  it.each(['Build/CodeBuild', 'Test/CodeBuild'])('diagnoses %s', (provider) => {
    expect(findDiagnostician(provider)).toBe(codebuild);
  });

  it('tells the phase that failed and why', async () => {
    const builds = new FakeAwsJson(buildsAnswer());

    expect(await diagnose(builds)).toEqual({ why: WHY, failedAt: 'BUILD phase of build 42', missed: [] });
    expect(builds.calls).toEqual([{ operation: 'BatchGetBuilds', input: { ids: [BUILD_ID] } }]);
  });

  it('tells which tests failed', async () => {
    const builds = new FakeAwsJson(
      buildsAnswer({ reportArns: [REPORT_ARN] }),
      { reports: [report(120, { SUCCEEDED: 119, FAILED: 1 })] },
      testCases('checkout adds tax'),
    );

    expect(await diagnose(builds)).toMatchObject({ tests: '1 of 120 failed: checkout adds tax', missed: [] });
  });

  it.each([BUILD_ID, BUILD_ARN, BUILD_ARN.replace('arn:aws:', 'arn:aws-cn:'), BATCH_ARN])(
    'asks for the build of %s',
    async (externalId) => {
      const builds = new FakeAwsJson(buildsAnswer());

      await diagnose(builds, { facts: { externalId } });

      expect(builds.calls[0]?.input).toEqual({ ids: [BUILD_ID] });
    },
  );

  it.each([undefined, '', 'd-ABCDEF123', 'https://ci.example/job/7', 'a:b:c', 'web shop:1', '../x:1'])(
    'asks nothing for %j',
    async (externalId) => {
      const builds = new FakeAwsJson(buildsAnswer());
      const { services } = fakeServices({ CODEBUILD: builds });

      const action = failedAction({
        provider: 'Build/CodeBuild',
        ...(externalId !== undefined && { externalId }),
      });

      expect(await codebuild.diagnose(action, askingOf(services, true))).toBeUndefined();
      expect(builds.calls).toEqual([]);
    },
  );

  it.each([
    ['FAILED', 'no such file', 'no such file'],
    ['CLIENT_ERROR', 'no matching base directory', 'no matching base directory'],
    ['FAULT', '', 'a fault of CodeBuild'],
    ['FAULT', 'Internal service error', 'a fault of CodeBuild: Internal service error'],
    ['TIMED_OUT', '', 'timed out'],
    ['TIMED_OUT', 'Build has timed out. ', 'Build has timed out.'],
    ['STOPPED', '', 'was stopped'],
    ['SOMETHING_NEW', 'new', 'new'],
  ])('says of %s with %j: %s', async (status, message, why) => {
    const phases = [phase('QUEUED', 'SUCCEEDED'), phase('BUILD', status, { statusCode: '', message })];

    expect(await diagnose(new FakeAwsJson(buildsAnswer({ buildStatus: status, phases })))).toMatchObject({
      why,
    });
  });

  it('says a code in words where there is no message, and each context once', async () => {
    const context = { statusCode: 'YAML_FILE_ERROR', message: '' };
    const other = { statusCode: 'CLIENT_ERROR', message: 'no buildspec' };
    const phases = [phase('DOWNLOAD_SOURCE', 'FAILED', context, context, other)];

    expect(await diagnose(new FakeAwsJson(buildsAnswer({ phases })))).toMatchObject({
      why: 'yaml file error\nno buildspec',
      failedAt: 'DOWNLOAD_SOURCE phase of build 42',
    });
  });

  it('tells the first phase that failed, not what failed after it', async () => {
    const phases = [
      ...FAILED_PHASES.slice(0, -2),
      phase('POST_BUILD', 'FAILED', { statusCode: 'A_B', message: 'later' }),
      phase('UPLOAD_ARTIFACTS', 'FAILED', { statusCode: 'A_B', message: 'last' }),
    ];

    expect(await diagnose(new FakeAwsJson(buildsAnswer({ phases })))).toMatchObject({ why: WHY });
  });

  it.each([
    ['that is stopped before any phase', { buildStatus: 'STOPPED', phases: [] }, 'was stopped', 'build 42'],
    ['that goes on', { phases: [phase('BUILD', 'IN_PROGRESS')] }, undefined, 'build 42'],
    ['without phases', { phases: undefined }, undefined, 'build 42'],
    ['without a number', { buildNumber: undefined }, WHY, 'BUILD phase'],
    [
      'of nothing but nulls',
      { phases: null, buildNumber: null, logs: null, reportArns: null },
      undefined,
      undefined,
    ],
    ['whose phases are nameless', { phases: [{ phaseStatus: 'FAILED' }] }, undefined, 'build 42'],
  ])('takes a build %s', async (_, build, why, failedAt) => {
    expect(
      await diagnose(new FakeAwsJson(buildsAnswer(build)), { wantsLog: true, logs: new FakeAwsJson({}) }),
    ).toMatchObject({ why, failedAt, missed: [] });
  });

  it('knows no more of a build that succeeded', async () => {
    expect(await diagnose(new FakeAwsJson(buildsAnswer({ buildStatus: 'SUCCEEDED' })))).toBeUndefined();
  });

  it('links to the build where the event does not', async () => {
    const { services } = fakeServices({ CODEBUILD: new FakeAwsJson(buildsAnswer()) });

    const action = failedAction({ externalId: BUILD_ID });

    expect(await codebuild.diagnose(action, askingOf(services))).toMatchObject({
      url: `https://eu-west-1.console.aws.amazon.com/codesuite/codebuild/projects/web-shop-test/build/${encodeURIComponent(BUILD_ID)}?region=eu-west-1`,
    });
  });

  it('is asked in the Region of the action', async () => {
    const { services, regions } = fakeServices({ CODEBUILD: new FakeAwsJson(buildsAnswer()) });

    await codebuild.diagnose(
      failedAction({ externalId: BUILD_ID }, { region: 'us-west-2' }),
      askingOf(services),
    );

    expect(regions).toEqual(['us-west-2']);
  });
});

describe('the log of a build', () => {
  it('is read when somebody wants it', async () => {
    const logs = new FakeAwsJson(logEvents('npm ERR! code 1\n'));

    expect(await diagnose(new FakeAwsJson(buildsAnswer()), { wantsLog: true, logs })).toMatchObject({
      log: ['npm ERR! code 1\n'],
    });
    expect(logs.calls[0]?.input).toMatchObject({
      logGroupName: '/aws/codebuild/web-shop-test',
      logStreamName: '1f0c8c1e-5f0b-4c55-8d5c-3b8a0c6a7c11',
    });
  });

  it('is left alone when nobody does', async () => {
    const logs = new FakeAwsJson(logEvents('a'));

    expect(await diagnose(new FakeAwsJson(buildsAnswer()), { logs })).not.toHaveProperty(
      'log',
      expect.anything(),
    );
    expect(logs.calls).toEqual([]);
  });

  it.each([
    ['in S3 alone', { s3Logs: { status: 'ENABLED' }, s3DeepLink: 'https://s3.example/x' }],
    ['without a stream', { groupName: '/aws/codebuild/a' }],
    ['with empty names', { groupName: '', streamName: '' }],
  ])('is none %s', async (_, where) => {
    const logs = new FakeAwsJson(logEvents('a'));

    const diagnosis = await diagnose(new FakeAwsJson(buildsAnswer({ logs: where })), {
      wantsLog: true,
      logs,
    });

    expect(diagnosis).toMatchObject({ why: WHY, log: undefined, missed: [] });
    expect(logs.calls).toEqual([]);
  });
});

describe('a part of a diagnosis that fails', () => {
  it.each(['AccessDeniedException', 'ThrottlingException'])('costs its own facts: logs, %s', async (code) => {
    const logs = new FakeAwsJson(refusal(code));

    expect(await diagnose(new FakeAwsJson(buildsAnswer()), { wantsLog: true, logs })).toMatchObject({
      why: WHY,
      failedAt: 'BUILD phase of build 42',
      log: undefined,
      missed: [expect.objectContaining({ message: expect.stringContaining(code) })],
    });
  });

  it('costs its own facts: reports', async () => {
    const builds = new FakeAwsJson(
      buildsAnswer({ reportArns: [REPORT_ARN] }),
      refusal('ThrottlingException'),
    );
    const logs = new FakeAwsJson(logEvents('a'));

    expect(await diagnose(builds, { wantsLog: true, logs })).toMatchObject({
      why: WHY,
      tests: undefined,
      log: ['a'],
      missed: [expect.objectContaining({ code: 'rate_limited' })],
    });
  });

  it('costs its own facts: names of tests', async () => {
    const builds = new FakeAwsJson(
      buildsAnswer({ reportArns: [REPORT_ARN] }),
      { reports: [report(120, { FAILED: 3 })] },
      refusal('AccessDeniedException'),
    );

    expect(await diagnose(builds)).toMatchObject({
      why: WHY,
      tests: '3 of 120 failed',
      missed: [expect.objectContaining({ code: 'config' })],
    });
  });

  it.each([
    ['ThrottlingException', 'rate_limited'],
    ['AccessDeniedException', 'config'],
    ['OAuthProviderException', 'rejected'],
  ])('is everything when it is the build itself: %s', async (code, kind) => {
    await expect(diagnose(new FakeAwsJson(refusal(code)))).rejects.toMatchObject({ code: kind });
  });

  it('is everything when the answer is none', async () => {
    await expect(diagnose(new FakeAwsJson('<html>'))).rejects.toThrow();
  });
});

describe('a batch of builds', () => {
  it('is told by the build that it failed by, and which that is', async () => {
    const builds = new FakeAwsJson(NO_BUILDS, batchesAnswer(), buildsAnswer());

    expect(await diagnose(builds)).toMatchObject({
      why: WHY,
      failedAt: 'BUILD phase of build 42 (windows)',
    });
  });

  it('is told by itself where no build is to blame', async () => {
    const context = { statusCode: 'YAML_FILE_ERROR', message: 'batch is not defined' };
    const phases = [phase('SUBMITTED', 'SUCCEEDED'), phase('DOWNLOAD_BATCHSPEC', 'FAILED', context)];
    const builds = new FakeAwsJson(NO_BUILDS, batchesAnswer({ phases, buildGroups: [] }));

    expect(await diagnose(builds, { facts: { externalId: BATCH_ARN } })).toEqual({
      why: 'batch is not defined',
      failedAt: 'DOWNLOAD_BATCHSPEC phase of build 7',
      missed: [],
    });
  });
});

it('says nothing of what a build was given', async () => {
  const variables = [{ name: 'DB_PASSWORD', value: 'canary', type: 'PLAINTEXT' }];
  const build = {
    environment: { image: 'aws/codebuild/standard:7.0', environmentVariables: variables },
    exportedEnvironmentVariables: variables,
    source: { auth: { type: 'OAUTH', resource: 'canary' }, buildspec: 'canary' },
    reportArns: [REPORT_ARN],
  };
  const reports = { reports: [report(2, { FAILED: 1 })] };
  const builds = new FakeAwsJson(buildsAnswer(build), reports, testCases('a'));
  const logs = new FakeAwsJson(logEvents('b'));

  expect(JSON.stringify(await diagnose(builds, { wantsLog: true, logs }))).not.toContain('canary');
});
