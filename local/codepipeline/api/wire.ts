import type { ActionDefinition, Place } from '../definition.ts';
import { actionType, isSource, namespaceOf, orderOf } from '../definition.ts';
import type { ActionRun, ActionState, Execution, ExecutionState } from '../execution.ts';

/** The words of the API for the states in the events. */
export const STATUS: Readonly<Record<ExecutionState | ActionState, string>> = {
  STARTED: 'InProgress',
  RESUMED: 'InProgress',
  STOPPING: 'Stopping',
  SUCCEEDED: 'Succeeded',
  FAILED: 'Failed',
  STOPPED: 'Stopped',
  SUPERSEDED: 'Superseded',
  ABANDONED: 'Abandoned',
};

/** Timestamps travel as seconds since the epoch. */
export function seconds(milliseconds: number): number {
  return milliseconds / 1000;
}

export function triggerOf({ trigger }: Execution) {
  return { triggerType: trigger.type, triggerDetail: trigger.detail };
}

export function executionType(execution: Execution): 'STANDARD' | 'ROLLBACK' {
  return execution.rollbackTo ? 'ROLLBACK' : 'STANDARD';
}

export function rollbackMetadata({ rollbackTo }: Execution) {
  return rollbackTo && { rollbackTargetPipelineExecutionId: rollbackTo.id };
}

/** The runs of the source actions that gave a revision, each action's last. A rollback has those of its target. */
export function sourceRuns(execution: Execution): readonly ActionRun[] {
  const { stages } = execution.rollbackTo ?? execution;
  const runs = stages.flatMap((stage) => stage.actions);
  const sources = runs.filter((run) => isSource(run.definition) && run.state === 'SUCCEEDED');
  return [...new Map(sources.map((run) => [run.definition.name, run])).values()];
}

export function actionDeclaration(action: ActionDefinition, place: Place) {
  return {
    name: action.name,
    actionTypeId: actionType(action),
    runOrder: orderOf(action),
    configuration: action.configuration ?? {},
    inputArtifacts: (action.inputs ?? []).map((name) => ({ name })),
    outputArtifacts: (action.outputs ?? []).map((name) => ({ name })),
    region: action.region ?? place.region,
    namespace: namespaceOf(action),
    timeoutInMinutes: action.timeoutInMinutes,
  };
}

/** What is known of a run: how it ended, or what its function has said so far. */
export function knownResult({ result, invocation }: ActionRun) {
  return result ?? invocation?.progress;
}

/** An error's reason, only where there is one. */
export function errorDetails({ result }: ActionRun) {
  return result?.errorCode === undefined ? undefined : { code: result.errorCode, message: result.summary };
}
