import type { ActionDefinition, StageDefinition } from './definition.ts';
import type { ActionRun, Execution, Pipeline } from './execution.ts';
import { isRunning, latestIn, runsOf, stageRun } from './execution.ts';

const SHOWN_EXECUTIONS = 10;

/** A pipeline as the console shows it. */
export interface PipelineView {
  readonly name: string;
  readonly mode: string;
  /** Each with the state of the execution that was in it last. */
  readonly stages: readonly { readonly name: string; readonly state?: string; readonly execution?: string }[];
  /** Newest first. */
  readonly executions: readonly ExecutionView[];
}

export interface ExecutionView {
  readonly id: string;
  readonly state: string;
  readonly attempt: number;
  readonly startedAt: number;
  readonly updatedAt: number;
  readonly commit: { readonly id: string; readonly subject: string; readonly author: string };
  /** The stage whose door it stands at. */
  readonly waitingFor?: string;
  /** All stages of the pipeline; those not reached yet have no state. */
  readonly stages: readonly StageView[];
}

export interface StageView {
  readonly name: string;
  readonly state?: string;
  readonly actions: readonly ActionView[];
}

interface ActionView {
  readonly name: string;
  readonly kind: string;
  readonly state?: string;
  /** While it waits for a person. */
  readonly approval?: {
    readonly expiresAt: number;
    readonly externalEntityLink?: string;
    readonly customData?: string;
  };
}

export function pipelineView(pipeline: Pipeline): PipelineView {
  const { name, mode, stages } = pipeline.definition;
  return {
    name,
    mode,
    stages: stages.map((stage) => ({ name: stage.name, ...latestState(pipeline, stage) })),
    executions: pipeline.executions.slice(-SHOWN_EXECUTIONS).toReversed().map(executionView),
  };
}

function latestState(pipeline: Pipeline, { name }: StageDefinition) {
  const latest = latestIn(pipeline, name);
  const run = latest && stageRun(latest, name);
  return latest && run ? { state: run.state, execution: latest.id } : {};
}

function executionView(execution: Execution): ExecutionView {
  const { id, state, attempt, startedAt, updatedAt, plan, waitingFor, pipeline } = execution;
  const subject = plan.commit.message.split('\n')[0] ?? '';
  return {
    id,
    state,
    attempt,
    startedAt,
    updatedAt,
    commit: { id: plan.commit.id, subject, author: plan.commit.author.name },
    ...(waitingFor && { waitingFor: waitingFor.name }),
    stages: pipeline.definition.stages.map((stage) => stageView(execution, stage)),
  };
}

function stageView(execution: Execution, { name, actions }: StageDefinition): StageView {
  const stage = stageRun(execution, name);
  return {
    name,
    ...(stage && { state: stage.state }),
    actions: actions.map((action) => actionView(action, stage && runsOf(stage, action.name).at(-1))),
  };
}

function actionView({ name, kind }: ActionDefinition, run: ActionRun | undefined): ActionView {
  return { name, kind, ...(run && { state: run.state, ...openApproval(run) }) };
}

function openApproval({ state, approval, definition }: ActionRun): Pick<ActionView, 'approval'> {
  if (!approval || !isRunning(state)) return {};
  const { ExternalEntityLink: externalEntityLink, CustomData: customData } = definition.configuration ?? {};
  return {
    approval: {
      expiresAt: approval.expiresAt,
      ...(externalEntityLink !== undefined && { externalEntityLink }),
      ...(customData !== undefined && { customData }),
    },
  };
}
