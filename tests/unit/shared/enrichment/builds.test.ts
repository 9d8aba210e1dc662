import { describe, expect, it } from '@jest/globals';
import { findBuild, parseBuildId } from '#shared/enrichment/builds.ts';
import {
  BATCH_ARN,
  BUILD_ARN,
  BUILD_ID,
  batchesAnswer,
  buildGroup,
  buildsAnswer,
  fakeServices,
  NO_BUILDS,
  REPORT_ARN,
} from '#tests/support/failed-build.ts';
import { FakeAwsJson, refusal } from '#tests/support/fake-aws-json.ts';

function find(builds: FakeAwsJson) {
  const { services } = fakeServices({ CODEBUILD: builds });
  return findBuild(BUILD_ID, { services, region: 'eu-west-1' });
}

describe('parseBuildId', () => {
  it.each([BUILD_ID, BUILD_ARN, BATCH_ARN, BUILD_ARN.replace('arn:aws:', 'arn:aws-us-gov:')])(
    'finds the id in %s',
    (text) => {
      expect(parseBuildId(text)).toBe(BUILD_ID);
    },
  );

  it.each(['', 'web-shop-test', 'a:b:c', `${BUILD_ARN}/x`, 'web shop:1', 'arn:aws:s3:::a:b'])(
    'finds none in %j',
    (text) => {
      expect(parseBuildId(text)).toBeUndefined();
    },
  );
});

describe('findBuild', () => {
  it('asks once for a build', async () => {
    const builds = new FakeAwsJson(buildsAnswer({ reportArns: [REPORT_ARN] }));

    expect(await find(builds)).toMatchObject({
      id: BUILD_ID,
      number: 42,
      status: 'FAILED',
      group: undefined,
      log: { group: '/aws/codebuild/web-shop-test', stream: '1f0c8c1e-5f0b-4c55-8d5c-3b8a0c6a7c11' },
      reportArns: [REPORT_ARN],
    });
    expect(builds.calls).toHaveLength(1);
  });

  it('asks for the build of a batch that failed first, whatever was stopped because of it', async () => {
    const builds = new FakeAwsJson(NO_BUILDS, batchesAnswer(), buildsAnswer());

    expect(await find(builds)).toMatchObject({ number: 42, group: 'windows' });
    expect(builds.calls).toEqual([
      { operation: 'BatchGetBuilds', input: { ids: [BUILD_ID] } },
      { operation: 'BatchGetBuildBatches', input: { ids: [BUILD_ID] } },
      { operation: 'BatchGetBuilds', input: { ids: [`${BUILD_ID.slice(0, -1)}7`] } },
    ]);
  });

  it('blames no build whose failure is ignored', async () => {
    const ignored = buildGroup('windows', 'FAILED', { ignoreFailure: true });
    const buildGroups = [ignored, buildGroup('linux', 'STOPPED')];
    const builds = new FakeAwsJson(NO_BUILDS, batchesAnswer({ buildGroups }), buildsAnswer());

    expect(await find(builds)).toMatchObject({ group: 'linux' });
  });

  it.each([
    ['no builds', []],
    ['only good ones', [buildGroup('linux', 'SUCCEEDED')]],
    ['one that tells nothing', [{}]],
    [
      'one without an ARN',
      [buildGroup('linux', 'FAILED', { currentBuildSummary: { buildStatus: 'FAILED' } })],
    ],
  ])('gives the batch itself where it has %s', async (_, buildGroups) => {
    const builds = new FakeAwsJson(NO_BUILDS, batchesAnswer({ buildGroups }));

    expect(await find(builds)).toMatchObject({ id: undefined, number: 7, status: 'FAILED', log: undefined });
  });

  it('gives the batch itself where its build is gone', async () => {
    const builds = new FakeAwsJson(NO_BUILDS, batchesAnswer(), NO_BUILDS);

    expect(await find(builds)).toMatchObject({ id: undefined, number: 7 });
  });

  it('has the reports of the batch where the build has none', async () => {
    const builds = new FakeAwsJson(NO_BUILDS, batchesAnswer({ reportArns: [REPORT_ARN] }), buildsAnswer());

    expect(await find(builds)).toMatchObject({ number: 42, reportArns: [REPORT_ARN] });
  });

  it.each([
    ['neither is known', NO_BUILDS, { buildBatches: [] }],
    ['the answers are empty', {}, {}],
    ['the id is refused', refusal('InvalidInputException'), refusal('InvalidInputException')],
  ])('finds nothing when %s', async (_, ...answers) => {
    expect(await find(new FakeAwsJson(...answers))).toBeUndefined();
  });

  it.each([
    ['a build', []],
    ['a batch', [NO_BUILDS]],
    ['the build of a batch', [NO_BUILDS, batchesAnswer()]],
  ])('fails when %s cannot be asked for', async (_, answers) => {
    const builds = new FakeAwsJson(...answers, refusal('ThrottlingException'));

    await expect(find(builds)).rejects.toMatchObject({ code: 'rate_limited' });
  });
});

it('never looks at what a build was given, which may be secret', async () => {
  const looked: string[] = [];
  const answer = buildsAnswer();
  for (const name of ['environment', 'exportedEnvironmentVariables', 'source', 'secondarySources'])
    Object.defineProperty(answer.builds[0], name, {
      enumerable: true,
      get: () => looked.push(name),
    });

  expect(await find(new FakeAwsJson(answer))).toMatchObject({ number: 42 });
  expect(looked).toEqual([]);
});
