import { retryStage, stopExecution } from './control.ts';
import type { Position } from './execution.ts';
import type { Intervention } from './plan.ts';
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
    else retryStage(world, position, act.mode);
  } catch (error) {
    // Somebody else was faster: a person who is told so lets it be.
    if (!(error instanceof ServiceError)) throw error;
  }
}
