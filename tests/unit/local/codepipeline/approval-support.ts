import type { Answer } from '#local/codepipeline/action-run.ts';
import { answerQuestion, getLastQuestion } from '#local/codepipeline/approval.ts';
import type { ActionDefinition, PipelineDefinition } from '#local/codepipeline/definition.ts';
import type { Execution } from '#local/codepipeline/execution.ts';
import type { Simulation } from './support.ts';
import { buildAction, buildDefinition, buildGatedDefinition, simulate } from './support.ts';

export const DAY = 86_400_000;
const MANAGER = 'arn:aws:iam::111122223333:user/manager';

/** An execution that has come to its approval, and the number of events until then. */
export async function untilAsked(definition: PipelineDefinition = buildGatedDefinition()) {
  const simulation = simulate(definition);
  const execution = simulation.start();
  await simulation.finished();
  return { simulation, execution, before: simulation.events.length };
}

export function gate(
  action: Partial<ActionDefinition>,
  more: Partial<PipelineDefinition> = {},
): PipelineDefinition {
  return buildDefinition({
    stages: [{ name: 'Approve', actions: [buildApproval('Manager', action)] }],
    ...more,
  });
}

export function buildApproval(name: string, more: Partial<ActionDefinition> = {}): ActionDefinition {
  return buildAction(name, { kind: 'Approval/Manual', ...more });
}

interface Given extends Partial<Answer> {
  readonly action?: string;
}

export function answer({ world }: Simulation, execution: Execution, { action = 'Manager', ...given }: Given) {
  const question = getLastQuestion(execution, { stage: 'Approve', action });
  answerQuestion(world, question, { status: 'Approved', summary: 'Fine', by: MANAGER, ...given });
}

export function token(execution: Execution): string {
  return getLastQuestion(execution, { stage: 'Approve', action: 'Manager' }).run.approval.token;
}

/** Time in which nobody does anything. */
export async function letPass(simulation: Simulation, milliseconds: number) {
  simulation.at(milliseconds, () => undefined);
  await simulation.finished();
}
