import { randomUUID } from 'node:crypto';
import type { StageDefinition } from './definition.ts';
import type { Execution, Pipeline } from './execution.ts';
import type { Plan, Trigger } from './plan.ts';

export interface Start {
  readonly id?: string;
  readonly trigger: Trigger;
  readonly plan?: Plan;
  readonly variables?: Execution['variables'];
  /** Runs one stage only, with what another execution had. */
  readonly rollback?: { readonly stage: StageDefinition; readonly target: Execution };
}

export function createExecution(pipeline: Pipeline, start: Start, now: number): Execution {
  const { rollback } = start;
  return {
    id: start.id ?? randomUUID(),
    pipeline,
    plan: start.plan ?? pipeline.usualPlan,
    trigger: start.trigger,
    variables: start.variables ?? [],
    ...(rollback && { rollbackTo: rollback.target }),
    startedAt: now,
    attempt: 1,
    state: 'STARTED',
    updatedAt: now,
    waitingFor: rollback?.stage ?? pipeline.definition.stages[0],
    stages: [],
    artifacts: new Map(rollback?.target.artifacts),
    intervened: new Set(),
  };
}
