/** A raw EventBridge event of CodePipeline, as the events queue holds it. */
export interface RawEvent {
  readonly id: string;
  readonly 'detail-type': string;
  readonly source: string;
  readonly account: string;
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
  readonly [member: string]: unknown;
}

export interface EventOverrides {
  readonly state?: string;
  /** Seconds after the start of the history, 2026-03-04T09:15:00Z. */
  readonly after?: number;
  readonly attempt?: number;
  readonly pipeline?: string;
  readonly executionId?: string;
  readonly stage?: string;
  readonly action?: string;
  /** Members of the envelope, put over what is built. */
  readonly envelope?: Readonly<Record<string, unknown>>;
  /** Members of the detail, put over what is built. */
  readonly detail?: Readonly<Record<string, unknown>>;
}

export const ACCOUNT = '111122223333';
export const REGION = 'eu-west-1';
export const PIPELINE = 'web-shop';
export const EXECUTION_ID = '7a8e7924-7efa-442e-beaa-961a80e42bf2';
/** Epoch seconds of 2026-03-04T09:15:00Z. */
export const START = 1_772_615_700;

export function buildPipelineEvent(overrides: EventOverrides = {}): RawEvent {
  return buildEvent('Pipeline', overrides, {});
}

export function buildStageEvent(overrides: EventOverrides = {}): RawEvent {
  return buildEvent('Stage', overrides, { stage: overrides.stage ?? 'Build' });
}

export function buildActionEvent(overrides: EventOverrides = {}): RawEvent {
  const { stage = 'Build', action = 'UnitTests' } = overrides;
  return buildEvent('Action', overrides, {
    stage,
    action,
    'action-execution-id': `run-of-${action}-${overrides.attempt ?? 1}`,
    region: REGION,
    type: { owner: 'AWS', category: 'Build', provider: 'CodeBuild', version: '1' },
  });
}

function buildEvent(
  level: 'Pipeline' | 'Stage' | 'Action',
  overrides: EventOverrides,
  own: Readonly<Record<string, unknown>>,
): RawEvent {
  const { state = 'STARTED', after = 0, attempt = 1 } = overrides;
  const { pipeline = PIPELINE, executionId = EXECUTION_ID } = overrides;
  const place = [level, executionId, overrides.stage, overrides.action, attempt, state, after];
  return {
    version: '0',
    id: place.filter((part) => part !== undefined).join('-'),
    'detail-type': `CodePipeline ${level} Execution State Change`,
    source: 'aws.codepipeline',
    account: ACCOUNT,
    time: new Date((START + after) * 1000).toISOString().replace('.000Z', 'Z'),
    region: REGION,
    resources: [`arn:aws:codepipeline:${REGION}:${ACCOUNT}:${pipeline}`],
    ...overrides.envelope,
    detail: {
      pipeline,
      'execution-id': executionId,
      'start-time': new Date((START + after) * 1000).toISOString(),
      state,
      version: 12,
      'pipeline-execution-attempt': attempt,
      ...own,
      ...overrides.detail,
    },
  };
}
