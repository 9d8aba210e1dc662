import { answerQuestion, getLastQuestion } from './approval.ts';
import { retryStage, stopExecution } from './control.ts';
import { userArn } from './definition.ts';
import type { Position } from './execution.ts';
import type { DecideInConsole, Intervention } from './plan.ts';
import { ServiceError } from './service-error.ts';
import type { World } from './world.ts';

/** Lets the plan's people act on what a stage has just become. */
export function scheduleInterventions(world: World, position: Position): void {
  const { execution, stage } = position;
  for (const intervention of execution.plan.interventions ?? []) {
    const isMeant = intervention.stage === stage.definition.name && intervention.state === stage.state;
    if (!isMeant || execution.intervened.has(intervention)) continue;
    execution.intervened.add(intervention);
    world.agenda.after(intervention.afterMilliseconds, () => intervene(world, position, intervention));
  }
}

function intervene(world: World, position: Position, { act }: Intervention): void {
  try {
    if (act.kind === 'stop') stopExecution(world, position.execution, act);
    else if (act.kind === 'retry') retryStage(world, position, act.mode);
    else decide(world, position, act);
  } catch (error) {
    // Somebody else was faster: a person who is told so lets it be.
    if (!(error instanceof ServiceError)) throw error;
  }
}

function decide(world: World, { execution, stage }: Position, act: DecideInConsole): void {
  const question = getLastQuestion(execution, { stage: stage.definition.name, action: act.action });
  answerQuestion(world, question, {
    status: act.kind === 'approve' ? 'Approved' : 'Rejected',
    summary: act.summary,
    by: userArn(world.place, act.by),
  });
}
