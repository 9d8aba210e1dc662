import { randomUUID } from 'node:crypto';
import { handOn, inputsOf, newOutputs } from './artifact.ts';
import type { ActionDefinition } from './definition.ts';
import { isApproval, isLambda } from './definition.ts';
import type { ActionRun, Approval, ApprovalRun, Position } from './execution.ts';
import { runsOf } from './execution.ts';
import { executionResult } from './execution-result.ts';
import { newInvocation } from './invocation.ts';
import { behaviorOf } from './plan.ts';
import type { World } from './world.ts';

const USUAL_TIMEOUT_MINUTES = 7 * 24 * 60;

/** What a person says to an approval. */
export interface Answer {
  readonly status: 'Approved' | 'Rejected';
  readonly summary: string;
  /** ARN */
  readonly by: string;
}

export function createActionRun(world: World, position: Position, definition: ActionDefinition): ActionRun {
  const { execution, stage } = position;
  const now = world.agenda.now();
  const name = `${stage.definition.name}/${definition.name}`;
  return {
    id: randomUUID(),
    definition,
    behavior: behaviorOf(execution.plan, name, runsOf(stage, definition.name).length),
    attempt: execution.attempt,
    startedAt: now,
    inputs: inputsOf(execution, definition),
    outputs: [],
    state: 'STARTED',
    updatedAt: now,
    ...(isApproval(definition) && { approval: newApproval(definition, now) }),
    ...(isLambda(definition) && { invocation: newInvocation(world, execution, definition) }),
  };
}

/** Gives a run the end that its behavior says. */
export function completeActionRun(world: World, position: Position, run: ActionRun): void {
  const { execution, stage } = position;
  const { definition, behavior } = run;
  run.state = behavior.outcome;
  run.result = executionResult({
    place: world.place,
    pipeline: execution.pipeline.definition.name,
    action: definition,
    actionExecutionId: run.id,
    behavior,
    commit: execution.plan.commit,
  });
  if (run.state !== 'SUCCEEDED') return;
  stage.done.add(definition.name);
  handOn(position, run, newOutputs(world, execution, definition));
}

/** Gives a run the end that a person says. */
export function answerActionRun(
  { stage }: Position,
  run: ApprovalRun,
  { status, summary, by }: Answer,
): void {
  const said = summary === '' ? {} : { summary };
  run.approval.answeredBy = by;
  run.state = status === 'Approved' ? 'SUCCEEDED' : 'FAILED';
  run.result = status === 'Approved' ? said : { ...said, errorCode: 'JobFailed' };
  if (status === 'Approved') stage.done.add(run.definition.name);
}

/** Gives a run the end that it has when nobody says anything. */
export function expireActionRun(run: ApprovalRun): void {
  run.state = 'FAILED';
  run.result = { errorCode: 'JobFailed' };
}

function newApproval({ timeoutInMinutes = USUAL_TIMEOUT_MINUTES }: ActionDefinition, now: number): Approval {
  return { token: randomUUID(), expiresAt: now + timeoutInMinutes * 60_000 };
}
