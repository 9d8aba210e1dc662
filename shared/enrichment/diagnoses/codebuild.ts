import { sayError } from '#shared/domain/coded-error.ts';
import { consoleUrl } from '#shared/domain/console.ts';
import { type Build, findBuild, parseBuildId } from '../builds.ts';
import type { Diagnostician } from '../diagnosis.ts';
import { LOG_NEED, readLogTail } from '../log-tail.ts';
import { arnsOf } from '../needs.ts';
import { answerOf, failuresOf } from '../parts.ts';
import { findFailedTests } from '../test-reports.ts';

/** What a status says that a message may leave out, and the word by which it is seen that it does not. */
const STATUSES = new Map([
  ['FAULT', { words: 'a fault of CodeBuild', stem: 'fault' }],
  ['TIMED_OUT', { words: 'timed out', stem: 'timed out' }],
  ['STOPPED', { words: 'was stopped', stem: 'stopped' }],
]);
const NOT_FAILED: readonly (string | undefined)[] = [undefined, 'SUCCEEDED', 'IN_PROGRESS', 'QUEUED'];

type Phase = Build['phases'][number];

/** Builds: the phase that failed, the tests that did, and the end of the log. */
export const codebuild: Diagnostician = {
  providers: ['Build/CodeBuild', 'Test/CodeBuild'],
  needs: [
    {
      actions: ['codebuild:BatchGetBuilds', 'codebuild:BatchGetBuildBatches'],
      resources: [arnsOf('codebuild', 'project/*')],
      reason: 'which projects pipelines build with is not known when we deploy',
    },
    {
      actions: ['codebuild:BatchGetReports', 'codebuild:DescribeTestCases'],
      resources: [arnsOf('codebuild', 'report-group/*')],
      reason: 'which report groups builds write to is not known when we deploy',
    },
    LOG_NEED,
  ],
  async diagnose({ region, facts }, { services, wantsLog }) {
    const id = parseBuildId(facts.externalId ?? '');
    const build = id === undefined ? undefined : await findBuild(id, { services, region });
    if (build === undefined || build.status === 'SUCCEEDED') return undefined;
    const phase = build.phases.find(({ phaseStatus }) => !NOT_FAILED.includes(phaseStatus));
    const [tests, log] = await Promise.allSettled([
      findFailedTests(build.reportArns, { services, region }),
      wantsLog && build.log ? readLogTail(build.log, { services, region }) : undefined,
    ]);
    return {
      why: toWhy(build, phase),
      failedAt: toPlace(build, phase),
      tests: answerOf(tests)?.text,
      url: facts.url === undefined ? toUrl(build, region) : undefined,
      log: answerOf(log),
      missed: [...failuresOf(tests, log), ...(answerOf(tests)?.missed ?? [])],
    };
  },
};

function toWhy({ status }: Build, phase: Phase | undefined): string | undefined {
  const told = (phase?.contexts ?? []).flatMap(
    ({ statusCode, message }) => sayError({ code: statusCode, message }) ?? [],
  );
  const text = [...new Set(told)].join('\n');
  const known = STATUSES.get(phase?.phaseStatus ?? '') ?? STATUSES.get(status ?? '');
  if (known === undefined || text.toLowerCase().includes(known.stem)) return text || undefined;
  return text === '' ? known.words : `${known.words}: ${text}`;
}

/** 'BUILD phase of build 42 (linux)'. */
function toPlace({ number, group }: Build, phase: Phase | undefined): string | undefined {
  const build = number === undefined ? undefined : `build ${number}`;
  const where = phase?.phaseType === undefined ? undefined : `${phase.phaseType} phase`;
  const place = [where, build].filter((part) => part !== undefined).join(' of ');
  return (
    [place, group === undefined ? '' : `(${group})`].filter((part) => part !== '').join(' ') || undefined
  );
}

function toUrl({ id }: Build, region: string): string | undefined {
  if (id === undefined) return undefined;
  const [project, build] = [id.split(':')[0] ?? '', id].map(encodeURIComponent);
  return consoleUrl(region, `codesuite/codebuild/projects/${project}/build/${build}?region=${region}`);
}
