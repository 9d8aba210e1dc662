import * as z from 'zod';
import type { JsonService } from '../aws/json-service.ts';
import { ServiceFault } from '../aws/service-fault.ts';
import type { BuildDiagnosis } from '../codepipeline/diagnosis.ts';
import type { FailedRun, FailedRuns } from '../codepipeline/failed-runs.ts';
import { defineOperation, toService } from './operations.ts';

const Ids = z.object({ ids: z.array(z.string()).min(1).max(100) });
const ReportArns = z.object({ reportArns: z.array(z.string()).min(1).max(100) });
const Cases = z.object({
  reportArn: z.string(),
  filter: z.object({ status: z.string().optional() }).optional(),
  maxResults: z.number().int().min(1).max(100).optional(),
});

const BEFORE = ['SUBMITTED', 'QUEUED', 'PROVISIONING', 'DOWNLOAD_SOURCE', 'INSTALL', 'PRE_BUILD', 'BUILD'];
const USUAL_MESSAGE = 'Error while executing command: make. Reason: exit status 2';

/** CodeBuild, as far as it is asked about builds that failed. None of them belongs to a batch. */
export function createCodeBuild(failedRuns: FailedRuns): JsonService {
  const builds = () => failedRuns().filter(isBuild);
  const findBuild = (id: string) => builds().find(({ externalId }) => externalId === id);
  const findReported = (arn: string) =>
    builds().find((run) => run.diagnosis.build?.tests !== undefined && reportArn(run) === arn);

  return toService({
    BatchGetBuilds: defineOperation(Ids, ({ ids }) => ({
      builds: ids.flatMap((id) => findBuild(id) ?? []).map(toBuild),
      buildsNotFound: ids.filter((id) => findBuild(id) === undefined),
    })),
    BatchGetBuildBatches: defineOperation(Ids, ({ ids }) => ({
      buildBatches: [],
      buildBatchesNotFound: ids,
    })),
    BatchGetReports: defineOperation(ReportArns, ({ reportArns }) => ({
      reports: reportArns.flatMap((arn) => findReported(arn) ?? []).map(toReport),
      reportsNotFound: reportArns.filter((arn) => findReported(arn) === undefined),
    })),
    DescribeTestCases: defineOperation(Cases, ({ reportArn: arn, filter, maxResults = 100 }) => {
      const run = findReported(arn);
      if (run === undefined)
        throw new ServiceFault('ResourceNotFoundException', `Report ${arn} does not exist`);
      return { testCases: toCases(run, filter?.status).slice(0, maxResults) };
    }),
  });
}

export function isBuild({ kind }: FailedRun): boolean {
  return kind.endsWith('/CodeBuild');
}

/** Where CodeBuild writes unless it is told otherwise. */
export function streamOfBuild({ externalId }: FailedRun) {
  const [project = '', build = ''] = externalId.split(':');
  return { groupName: `/aws/codebuild/${project}`, streamName: build };
}

function toBuild(run: FailedRun) {
  const { externalId: id, account, region, number, startedAt, endedAt, diagnosis } = run;
  const { phase, code, message } = failureOf(run);
  return {
    id,
    arn: `arn:aws:codebuild:${region}:${account}:build/${id}`,
    buildNumber: number,
    buildStatus: 'FAILED',
    startTime: startedAt / 1000,
    endTime: endedAt / 1000,
    phases: [
      ...BEFORE.slice(0, Math.max(0, BEFORE.indexOf(phase))).map((phaseType) => ({
        phaseType,
        phaseStatus: 'SUCCEEDED',
      })),
      { phaseType: phase, phaseStatus: 'FAILED', contexts: [{ statusCode: code, message }] },
      { phaseType: 'COMPLETED' },
    ],
    logs: streamOfBuild(run),
    reportArns: diagnosis.build?.tests === undefined ? [] : [reportArn(run)],
  };
}

/** What the plan does not say is as the event told. */
function failureOf({ summary, diagnosis }: FailedRun): Required<Omit<BuildDiagnosis, 'tests'>> {
  const [, phase = 'BUILD', code = 'COMMAND_EXECUTION_ERROR', message = USUAL_MESSAGE] =
    /Phase: (\w+), Code: (\w+), Message: (.+)$/s.exec(summary) ?? [];
  return { phase, code, message, ...diagnosis.build };
}

function reportArn({ account, region, externalId }: FailedRun): string {
  const [project, build] = externalId.split(':');
  return `arn:aws:codebuild:${region}:${account}:report/${project}-tests:${build}`;
}

function toReport(run: FailedRun) {
  const { total = 0, failed = [] } = run.diagnosis.build?.tests ?? {};
  const statusCounts = { SUCCEEDED: total - failed.length, FAILED: failed.length };
  return { arn: reportArn(run), type: 'TEST', status: 'FAILED', testSummary: { total, statusCounts } };
}

/** Those that went well have no names in a plan. */
function toCases({ diagnosis }: FailedRun, status: string | undefined) {
  const failed = diagnosis.build?.tests?.failed ?? [];
  return status === undefined || status === 'FAILED'
    ? failed.map((name) => ({ name, status: 'FAILED' }))
    : [];
}
