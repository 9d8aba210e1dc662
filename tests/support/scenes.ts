import {
  buildActionEvent,
  buildPipelineEvent,
  buildStageEvent,
  type EventOverrides,
  type RawEvent,
} from './build-event.ts';

const REASON = 'Build terminated with state: FAILED. Phase: BUILD, Message: npm test. Reason: exit status 1';

/** Source, Build, Deploy; all goes well. */
export function quietExecution(): readonly RawEvent[] {
  return [
    buildPipelineEvent({ state: 'STARTED', after: 0 }),
    ...stage('Source', 1, { source: true }),
    ...stage('Build', 10),
    ...stage('Deploy', 100),
    buildPipelineEvent({ state: 'SUCCEEDED', after: 112 }),
  ];
}

/** Fails in Build, in the order that the pipeline's own state machine has. */
export function failingExecution(): readonly RawEvent[] {
  return [
    buildPipelineEvent({ state: 'STARTED', after: 0 }),
    ...stage('Source', 1, { source: true }),
    buildStageEvent({ state: 'STARTED', after: 10 }),
    buildActionEvent({ state: 'STARTED', after: 10 }),
    failedAction(70),
    buildStageEvent({ state: 'FAILED', after: 70 }),
    buildPipelineEvent({ state: 'FAILED', after: 71 }),
  ];
}

/** The same, retried ten minutes later, and well. */
export function recoveringExecution(): readonly RawEvent[] {
  return [
    ...failingExecution(),
    buildPipelineEvent({ state: 'RESUMED', after: 671, attempt: 2 }),
    buildStageEvent({ state: 'RESUMED', after: 671, attempt: 2 }),
    buildActionEvent({ state: 'STARTED', after: 672, attempt: 2 }),
    buildActionEvent({ state: 'SUCCEEDED', after: 700, attempt: 2 }),
    buildStageEvent({ state: 'SUCCEEDED', after: 700, attempt: 2 }),
    ...stage('Deploy', 701, { attempt: 2 }),
    buildPipelineEvent({ state: 'SUCCEEDED', after: 712, attempt: 2 }),
  ];
}

export function failedAction(after: number, overrides: EventOverrides = {}): RawEvent {
  const result = {
    'external-execution-summary': REASON,
    'error-code': 'JobFailed',
    'external-execution-id': 'web-shop-build:1',
  };
  return buildActionEvent({
    ...overrides,
    state: 'FAILED',
    after,
    detail: { 'execution-result': result, ...overrides.detail },
  });
}

function stage(name: string, after: number, { attempt = 1, source = false } = {}): readonly RawEvent[] {
  const shared = { stage: name, action: `${name}Action`, attempt };
  return [
    buildStageEvent({ ...shared, state: 'STARTED', after }),
    buildActionEvent({ ...shared, state: 'STARTED', after }),
    buildActionEvent({ ...shared, state: 'SUCCEEDED', after: after + 8, ...(source && { detail: SOURCE }) }),
    buildStageEvent({ ...shared, state: 'SUCCEEDED', after: after + 8 }),
  ];
}

const SOURCE = {
  type: { owner: 'AWS', category: 'Source', provider: 'CodeStarSourceConnection', version: '1' },
  'execution-result': {
    'external-execution-id': '4f2c9d1be07a3c5d8e6f9a0b1c2d3e4f5a6b7c8d',
    'external-execution-summary': '{"ProviderType":"GitHub","CommitMessage":"Raise checkout timeout to 30s"}',
    'external-execution-url':
      'https://eu-west-1.console.aws.amazon.com/codesuite/settings/connections/redirect?Commit=4f2c9d1',
  },
};
