import { describe, expect, it } from '@jest/globals';
import { findFailedTests } from '#shared/enrichment/test-reports.ts';
import { fakeServices, REPORT_ARN, report, testCases } from '#tests/support/failed-build.ts';
import { FakeAwsJson, refusal } from '#tests/support/fake-aws-json.ts';

const OTHER_ARN = `${REPORT_ARN}-2`;

function find(builds: FakeAwsJson, arns: readonly string[] = [REPORT_ARN]) {
  const { services } = fakeServices({ CODEBUILD: builds });
  return findFailedTests(arns, { services, region: 'eu-west-1' });
}

describe('findFailedTests', () => {
  it('says how many failed and which', async () => {
    const builds = new FakeAwsJson(
      { reports: [report(120, { SUCCEEDED: 117, FAILED: 2, ERROR: 1 })], reportsNotFound: [] },
      testCases('checkout adds tax', 'checkout rounds'),
      testCases('checkout starts'),
    );

    expect(await find(builds)).toEqual({
      text: '3 of 120 failed: checkout adds tax, checkout rounds, checkout starts',
      missed: [],
    });
    expect(builds.calls).toEqual([
      { operation: 'BatchGetReports', input: { reportArns: [REPORT_ARN] } },
      {
        operation: 'DescribeTestCases',
        input: { reportArn: REPORT_ARN, filter: { status: 'FAILED' }, maxResults: 5 },
      },
      {
        operation: 'DescribeTestCases',
        input: { reportArn: REPORT_ARN, filter: { status: 'ERROR' }, maxResults: 3 },
      },
    ]);
  });

  it('adds reports up, and names five at most', async () => {
    const builds = new FakeAwsJson(
      {
        reports: [
          report(100, { FAILED: 4, SUCCEEDED: 96 }),
          report(20, { FAILED: 5, SKIPPED: 15 }, OTHER_ARN),
        ],
      },
      testCases('a', 'b', 'c', 'd'),
      testCases('e', 'f'),
    );

    expect(await find(builds, [REPORT_ARN, OTHER_ARN])).toMatchObject({
      text: '9 of 120 failed: a, b, c, d, e, …',
    });
    expect(builds.calls).toHaveLength(3);
  });

  it('asks at most five times for names', async () => {
    const reports = Array.from({ length: 30 }, (_, index) =>
      report(2, { FAILED: 1 }, `${REPORT_ARN}-${index}`),
    );
    const builds = new FakeAwsJson({ reports }, { testCases: [] });

    expect(await find(builds)).toEqual({ text: '30 of 60 failed', missed: [] });
    expect(builds.calls).toHaveLength(6);
  });

  it('asks about a hundred reports at most', async () => {
    const builds = new FakeAwsJson({ reports: [] });

    await find(
      builds,
      Array.from({ length: 150 }, (_, index) => `${REPORT_ARN}-${index}`),
    );

    expect(builds.calls[0]?.input).toMatchObject({ reportArns: { length: 100 } });
  });

  it('makes a short line of each name', async () => {
    const builds = new FakeAwsJson(
      { reports: [report(3, { FAILED: 3 })] },
      testCases(`a\n  b\t${'x'.repeat(5000)}`, '税'.repeat(100), ' \n '),
    );

    expect((await find(builds))?.text).toBe(`3 of 3 failed: a b ${'x'.repeat(73)}…, ${'税'.repeat(25)}…, …`);
  });

  it.each([
    ['there are no reports', [], []],
    ['all passed', [report(120, { SUCCEEDED: 119, SKIPPED: 1 })], [REPORT_ARN]],
    ['the reports have expired', [], [REPORT_ARN]],
    ['none is about tests', [{ ...report(3, { FAILED: 3 }), type: 'CODE_COVERAGE' }], [REPORT_ARN]],
    [
      'nothing is told',
      [{}, { arn: REPORT_ARN, testSummary: null }, { testSummary: { total: 3 } }],
      [REPORT_ARN],
    ],
  ])('says nothing when %s', async (_, reports, arns) => {
    const builds = new FakeAwsJson({ reports, reportsNotFound: arns });

    expect(await find(builds, arns)).toBeUndefined();
    expect(builds.calls.length).toBe(arns.length);
  });

  it.each([
    ['ResourceNotFoundException', []],
    ['ThrottlingException', [expect.objectContaining({ code: 'rate_limited' })]],
    ['AccessDeniedException', [expect.objectContaining({ code: 'config' })]],
  ])('goes without names after %s', async (code, missed) => {
    const builds = new FakeAwsJson({ reports: [report(120, { FAILED: 3 })] }, refusal(code));

    expect(await find(builds)).toEqual({ text: '3 of 120 failed', missed });
  });

  it('fails when the reports cannot be had', async () => {
    await expect(find(new FakeAwsJson(refusal('ThrottlingException')))).rejects.toMatchObject({
      code: 'rate_limited',
    });
  });

  it('does not count more failures than tests', async () => {
    const builds = new FakeAwsJson({
      reports: [{ type: 'TEST', testSummary: { statusCounts: { ERROR: 2 } } }],
    });

    expect((await find(builds))?.text).toBe('2 of 2 failed');
  });
});
