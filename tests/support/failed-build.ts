import type { AwsServices } from '#shared/clients/aws-services.ts';
import { createRecent } from '#shared/clients/recent.ts';
import { createActionConfigurations } from '#shared/enrichment/action-configuration.ts';
import type { Asking, FailedAction } from '#shared/enrichment/diagnosis.ts';
import type { FakeAwsJson } from './fake-aws-json.ts';
import { FakeClock } from './fakes.ts';

export const BUILD_ID = 'web-shop-test:1f0c8c1e-5f0b-4c55-8d5c-3b8a0c6a7c11';
export const BUILD_ARN = `arn:aws:codebuild:eu-west-1:111122223333:build/${BUILD_ID}`;
export const BATCH_ARN = BUILD_ARN.replace('build/', 'build-batch/');
export const REPORT_ARN = 'arn:aws:codebuild:eu-west-1:111122223333:report/web-shop-test-unit:7d0d9d3a';

/** JSON services by their ids, and where they were asked. One without a fake is an error of the test. */
export function fakeServices(fakes: Readonly<Record<string, FakeAwsJson>>) {
  const regions: string[] = [];
  const json: AwsServices['json'] = ({ id }, region) => {
    const fake = fakes[id];
    if (fake === undefined) throw new Error(`${id} was asked`);
    regions.push(region);
    return fake;
  };
  return { services: { json } as Partial<AwsServices> as AwsServices, regions };
}

export function askingOf(services: AwsServices, wantsLog = false): Asking {
  return {
    services,
    wantsLog,
    configurations: createActionConfigurations(services, createRecent(new FakeClock())),
  };
}

export function failedAction(
  facts: FailedAction['facts'],
  overrides: Partial<FailedAction> = {},
): FailedAction {
  return {
    account: '111122223333',
    region: 'eu-west-1',
    pipelineRegion: 'eu-west-1',
    pipeline: 'web-shop',
    executionId: '7a8e7924-7efa-442e-beaa-961a80e42bf2',
    stage: 'Build',
    action: 'UnitTests',
    failedAt: 1_772_615_892,
    facts,
    ...overrides,
  };
}

/** A phase as BatchGetBuilds tells it. */
export function phase(phaseType: string, phaseStatus?: string, ...contexts: readonly object[]) {
  return {
    phaseType,
    ...(phaseStatus !== undefined && { phaseStatus, durationInSeconds: 3, endTime: 1772615790.512 }),
    startTime: 1772615787.101,
    ...(contexts.length > 0 && { contexts }),
  };
}

export const FAILED_PHASES = [
  phase('SUBMITTED', 'SUCCEEDED'),
  phase('QUEUED', 'SUCCEEDED'),
  phase('PROVISIONING', 'SUCCEEDED', { statusCode: '', message: '' }),
  phase('INSTALL', 'SUCCEEDED', { statusCode: '', message: '' }),
  phase('BUILD', 'FAILED', {
    statusCode: 'COMMAND_EXECUTION_ERROR',
    message: 'Error while executing command: npm test. Reason: exit status 1',
  }),
  phase('POST_BUILD', 'SUCCEEDED', { statusCode: '', message: '' }),
  phase('COMPLETED'),
];

/** An answer of BatchGetBuilds about a build that failed in its tests. */
export function buildsAnswer(overrides: Readonly<Record<string, unknown>> = {}) {
  const build = {
    id: BUILD_ID,
    arn: BUILD_ARN,
    buildNumber: 42,
    startTime: 1772615700.123,
    endTime: 1772615892.456,
    currentPhase: 'COMPLETED',
    buildStatus: 'FAILED',
    sourceVersion: 'arn:aws:s3:::artifacts/web-shop/SourceArti/x1Yz',
    projectName: 'web-shop-test',
    phases: FAILED_PHASES,
    logs: {
      groupName: '/aws/codebuild/web-shop-test',
      streamName: '1f0c8c1e-5f0b-4c55-8d5c-3b8a0c6a7c11',
      cloudWatchLogs: { status: 'ENABLED' },
      s3Logs: { status: 'DISABLED', encryptionDisabled: false },
    },
    timeoutInMinutes: 60,
    buildComplete: true,
    initiator: 'codepipeline/web-shop',
    reportArns: [],
    ...overrides,
  };
  return { builds: [build], buildsNotFound: [] };
}

export const NO_BUILDS = { builds: [], buildsNotFound: [BUILD_ID] };

/** A build of a batch; its id ends in the length of its name. */
export function buildGroup(identifier: string, buildStatus: string, overrides: object = {}) {
  return {
    identifier,
    dependsOn: [],
    ignoreFailure: false,
    currentBuildSummary: {
      arn: `${BUILD_ARN.slice(0, -1)}${identifier.length}`,
      buildStatus,
      requestedOn: 1772615700.123,
    },
    priorBuildSummaryList: [],
    ...overrides,
  };
}

/** An answer of BatchGetBuildBatches about a batch that one of its builds failed. */
export function batchesAnswer(overrides: Readonly<Record<string, unknown>> = {}) {
  const batch = {
    id: BUILD_ID,
    arn: BATCH_ARN,
    buildBatchNumber: 7,
    buildBatchStatus: 'FAILED',
    phases: [phase('SUBMITTED', 'SUCCEEDED'), phase('IN_PROGRESS', 'FAILED'), phase('FAILED')],
    buildGroups: [buildGroup('linux', 'STOPPED'), buildGroup('windows', 'FAILED')],
    ...overrides,
  };
  return { buildBatches: [batch], buildBatchesNotFound: [] };
}

/** A report as BatchGetReports tells it. */
export function report(total: number, statusCounts: Readonly<Record<string, number>>, arn = REPORT_ARN) {
  return {
    arn,
    type: 'TEST',
    name: '7d0d9d3a',
    status: 'FAILED',
    truncated: false,
    testSummary: { total, statusCounts, durationInNanoSeconds: 8_123_000_000 },
  };
}

/** An answer of DescribeTestCases. */
export function testCases(...names: readonly string[]) {
  return {
    testCases: names.map((name) => ({
      reportArn: REPORT_ARN,
      prefix: 'checkout',
      name,
      status: 'FAILED',
      message: 'Expected: 120\nReceived: 100',
      durationInNanoSeconds: 12_000_000,
      expired: 1775207892.1,
    })),
  };
}

/** An answer of GetLogEvents. */
export function logEvents(...messages: readonly string[]) {
  return {
    events: messages.map((message, index) => ({
      timestamp: 1772615892000 + index,
      message,
      ingestionTime: 1,
    })),
    nextForwardToken: 'f/1',
    nextBackwardToken: 'b/1',
  };
}
