import type { App } from '#shared/app.ts';
import { CONTROL_ACTIONS, type ControlAction, isAboutStage } from '#shared/domain/control.ts';
import { type Execution, isOfStateMachine } from '#shared/domain/execution.ts';
import { findControlRule } from '#shared/routing/control-rule.ts';

/** The same with what somebody may ask for: nobody is shown a button that nobody may press. */
export function withControls(
  execution: Execution,
  { controlRules, account }: Pick<App, 'controlRules' | 'account'>,
): Execution {
  if (controlRules.length === 0 || isOfStateMachine(execution)) return execution;
  const { identity, failures, stages } = execution;
  const failed = failures.at(-1)?.stage;
  const isPossible = (action: ControlAction) => {
    if (action !== 'silence' && identity.account !== account) return false;
    // The stage of the sources cannot be rolled back.
    if (action === 'rollback' && stages[0]?.name === failed) return false;
    return !isAboutStage(action) || failed !== undefined;
  };
  const controls = CONTROL_ACTIONS.filter((action) => {
    const stage = isAboutStage(action) ? failed : undefined;
    const { pipeline } = identity;
    return isPossible(action) && findControlRule(controlRules, { pipeline, stage, action }) !== undefined;
  });
  return { ...execution, controls };
}
