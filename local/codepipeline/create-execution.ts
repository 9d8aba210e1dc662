import { randomUUID } from 'node:crypto';
import type { Execution, Pipeline } from './execution.ts';
import type { Plan, Trigger } from './plan.ts';

export interface Start {
  readonly id?: string;
  readonly trigger: Trigger;
  readonly plan?: Plan;
  readonly variables?: Execution['variables'];
}

export function createExecution(pipeline: Pipeline, start: Start, now: number): Execution {
  return {
    id: start.id ?? randomUUID(),
    pipeline,
    plan: start.plan ?? pipeline.usualPlan,
    trigger: start.trigger,
    variables: start.variables ?? [],
    startedAt: now,
    attempt: 1,
    state: 'STARTED',
    updatedAt: now,
    waitingFor: pipeline.definition.stages[0],
    stages: [],
    artifacts: new Map(),
    intervened: new Set(),
  };
}
