import type { ControlAction } from '#shared/domain/control.ts';
import type { ControlRule } from '#shared/routing/control-rule.ts';
import { type Decider, isNamed, isStranger } from './authority.ts';

interface ControlClaim {
  readonly decider: Decider;
  /** The one that the bot is of. */
  readonly workspace: string;
  readonly action: ControlAction;
}

const WORDS: Readonly<Record<ControlAction, string>> = {
  retry: 'retry this pipeline',
  rollback: 'roll this pipeline back',
  stop: 'stop this pipeline',
  silence: 'silence this pipeline',
};

export const NO_STRANGERS =
  'Only full members of the workspace that Signalbox is installed in may ask for that.';

/** Why not, as a sentence to that person; undefined: they may. */
export function findControlRefusal(
  rule: ControlRule | undefined,
  { decider, workspace, action }: ControlClaim,
): string | undefined {
  if (isStranger(decider, workspace)) return NO_STRANGERS;
  if (rule === undefined)
    return `No rule under "controls" in signalbox.yml allows anybody to ${WORDS[action]} from here.`;
  return isNamed(rule, decider) ? undefined : `You are not among those who may ${WORDS[action]} from here.`;
}
