import * as z from 'zod/mini';
import type { AwsServices } from '#shared/clients/aws-services.ts';
import { cutToBytes } from '#shared/domain/cut-to-bytes.ts';
import { Text } from '#shared/sources/source.ts';
import { ask, listOf, partOf, Quantity } from './ask.ts';
import { CODEBUILD } from './builds.ts';
import { answerOf, failuresOf } from './parts.ts';

const Reports = z.object({
  reports: listOf({
    arn: Text,
    type: Text,
    testSummary: partOf({
      total: Quantity,
      statusCounts: z.catch(z.record(z.string(), Quantity), {}),
    }),
  }),
});
const Cases = z.object({ testCases: listOf({ name: Text }) });

/** That is how many the API takes. */
const MAX_REPORTS = 100;
const MAX_NAMES = 5;
const MAX_NAME_BYTES = 80;
/** Of far more than is shown, nothing is looked at. */
const MAX_NAME_SEARCHED = 1000;
const BAD = ['FAILED', 'ERROR'] as const;

type Report = z.infer<typeof Reports>['reports'][number];

interface Place {
  readonly services: AwsServices;
  readonly region: string;
}

export interface FailedTests {
  /** '3 of 120 failed: checkout adds tax, …' */
  readonly text: string;
  /** Why the names could not be had; then the text goes without. */
  readonly missed: readonly unknown[];
}

/**
 * What the test reports of a build say. Undefined: no test failed, or the reports have expired.
 *
 * @throws errors of AwsServices; zod's, when an answer is no object
 */
export async function findFailedTests(
  reportArns: readonly string[],
  place: Place,
): Promise<FailedTests | undefined> {
  if (reportArns.length === 0) return undefined;
  const found = await ask(place.services, {
    service: CODEBUILD,
    region: place.region,
    operation: 'BatchGetReports',
    input: { reportArns: reportArns.slice(0, MAX_REPORTS) },
    answer: Reports,
    absent: ['ResourceNotFoundException'],
  });
  const reports = (found?.reports ?? []).filter(({ type }) => type !== 'CODE_COVERAGE');
  const failed = sum(reports.map((report) => sum(BAD.map((status) => countOf(report, status)))));
  if (failed === 0) return undefined;
  const total = sum(reports.map(({ testSummary }) => testSummary?.total ?? 0));
  const [named] = await Promise.allSettled([listNames(reports, place)]);
  const names = answerOf(named) ?? [];
  const told = [...names, ...(names.length > 0 && names.length < failed ? ['…'] : [])].join(', ');
  return {
    text: `${failed} of ${Math.max(total, failed)} failed${told === '' ? '' : `: ${told}`}`,
    missed: failuresOf(named),
  };
}

/** Of tests that failed before those that could not run, report by report. */
async function listNames(reports: readonly Report[], place: Place): Promise<readonly string[]> {
  const wanted = BAD.flatMap((status) =>
    reports.filter((report) => countOf(report, status) > 0).map(({ arn }) => ({ arn, status })),
  );
  const names: string[] = [];
  for (const { arn, status } of wanted.slice(0, MAX_NAMES)) {
    if (names.length >= MAX_NAMES || arn === undefined) continue;
    const found = await ask(place.services, {
      service: CODEBUILD,
      region: place.region,
      operation: 'DescribeTestCases',
      input: { reportArn: arn, filter: { status }, maxResults: MAX_NAMES - names.length },
      answer: Cases,
      absent: ['ResourceNotFoundException'],
    });
    names.push(...(found?.testCases ?? []).flatMap(({ name }) => (name === undefined ? [] : toName(name))));
  }
  return names.slice(0, MAX_NAMES);
}

function toName(name: string): readonly string[] {
  const line = name.slice(0, MAX_NAME_SEARCHED).replace(/\s+/g, ' ').trim();
  return line === '' ? [] : [cutToBytes(line, MAX_NAME_BYTES)];
}

function countOf({ testSummary }: Report, status: string): number {
  return testSummary?.statusCounts[status] ?? 0;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
