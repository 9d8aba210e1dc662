import { createRecent } from '#shared/clients/recent.ts';
import { createActionConfigurations } from '#shared/enrichment/action-configuration.ts';
import type { Asking, FailedAction } from '#shared/enrichment/diagnosis.ts';
import { FakeAwsJson } from './fake-aws-json.ts';
import type { FakeAwsServices } from './fake-aws-services.ts';
import { FakeClock } from './fakes.ts';

/** When the actions of `buildRuns` began: epoch seconds, as AWS tells them. */
export const BEGAN = Date.parse('2026-03-04T09:21:58.502Z') / 1000;

const EXECUTION = 'cf6fc77a-1c29-45c6-9deb-2c5f684e47d3';

/** An action in another Region than its pipeline. */
export function buildFailedAction(overrides: Partial<FailedAction> = {}): FailedAction {
  return {
    account: '111122223333',
    region: 'eu-west-1',
    pipelineRegion: 'eu-central-1',
    pipeline: 'web-checkout',
    executionId: EXECUTION,
    stage: 'Deploy',
    action: 'Fleet',
    failedAt: BEGAN + 370,
    facts: {},
    ...overrides,
  };
}

export function buildAsking(services: FakeAwsServices, { wantsLog = false } = {}): Asking {
  return {
    services,
    configurations: createActionConfigurations(services, createRecent(new FakeClock())),
    wantsLog,
  };
}

interface Run {
  readonly configuration?: Readonly<Record<string, string>>;
  readonly error?: { readonly code: string; readonly message: string };
  readonly overrides?: Readonly<Record<string, unknown>>;
}

/** What ListActionExecutions answers of that action. */
export function buildRun({ configuration, error, overrides }: Run = {}) {
  return {
    pipelineExecutionId: EXECUTION,
    actionExecutionId: 'c4ef9195-df6c-4422-bbff-faf28137db93',
    pipelineVersion: 12,
    stageName: 'Deploy',
    actionName: 'Fleet',
    startTime: BEGAN,
    lastUpdateTime: BEGAN + 370,
    status: 'Failed',
    input: { configuration, resolvedConfiguration: configuration, region: 'eu-west-1', inputArtifacts: [] },
    output: { outputArtifacts: [], executionResult: { errorDetails: error } },
    ...overrides,
  };
}

/** CodePipeline, which knows these runs alone. */
export function knowsRuns(...runs: readonly ReturnType<typeof buildRun>[]): FakeAwsJson {
  return new FakeAwsJson({ actionExecutionDetails: runs });
}
