import { deriveExecution, type Execution } from '#shared/domain/execution.ts';
import type { Notice } from '#shared/domain/notice.ts';
import type { Observation } from '#shared/domain/observation.ts';
import type { ExecutionIdentity } from '#shared/domain/pipeline-event.ts';
import type { Card } from '#shared/presentation/card.ts';
import { ACCOUNT, EXECUTION_ID, PIPELINE, REGION, START } from './build-event.ts';

export const IDENTITY: ExecutionIdentity = {
  account: ACCOUNT,
  region: REGION,
  pipeline: PIPELINE,
  executionId: EXECUTION_ID,
};

/** Of the pipeline itself, in its first attempt. */
export function buildObservation(overrides: Partial<Observation> = {}): Observation {
  return { state: 'STARTED', time: START, attempt: 1, facts: {}, ...overrides };
}

/** Observations as lines: `STARTED@0`, `Build FAILED@9`, `Build.UnitTests FAILED@9#2` (attempt 2); seconds after the start. */
export function seen(...lines: readonly string[]): readonly Partial<Observation>[] {
  return lines.map((line) => {
    const [what = '', place] = line.split(' ').reverse();
    const [state = '', after = '0', attempt = '1'] = what.split(/[@#]/);
    const [stage, action] = place?.split('.') ?? [];
    return {
      state,
      time: START + Number(after),
      attempt: Number(attempt),
      ...(stage !== undefined && { stage }),
      ...(action !== undefined && { action }),
    };
  });
}

/** Derived from what the test names; without anything, an execution that has just started. */
export function buildExecution(
  observations: readonly Partial<Observation>[] = [{}],
  identity: Partial<ExecutionIdentity> = {},
): Execution {
  return deriveExecution({ ...IDENTITY, ...identity }, observations.map(buildObservation));
}

export function buildNotice(overrides: Partial<Notice> = {}): Notice {
  return {
    kind: 'notice',
    id: 'notice-1',
    title: 'ECR Image Action',
    source: 'aws.ecr',
    account: ACCOUNT,
    region: REGION,
    resource: undefined,
    time: START,
    ...overrides,
  };
}

export function buildCard(overrides: Partial<Card> = {}): Card {
  return {
    subject: PIPELINE,
    headline: 'is running',
    tone: 'running',
    progress: [],
    items: [],
    facts: [],
    reasons: [],
    links: [],
    buttons: [],
    link: undefined,
    gist: 'STARTED 1 1',
    pace: undefined,
    ...overrides,
  };
}
