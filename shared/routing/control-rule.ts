import * as z from 'zod/mini';
import { CONTROL_ACTIONS, type ControlAction } from '#shared/domain/control.ts';
import { Groups, Users } from './approval-rule.ts';
import { matchesGlob } from './glob.ts';
import { Glob, oneOrMore } from './rule.ts';

/** Who may retry, roll back, stop and silence in Slack. The first that matches and names the action counts. */
export const ControlRule = z.strictObject({
  match: z._default(
    z.strictObject({
      pipeline: z.optional(oneOrMore(Glob).check(z.describe('Pipeline names, as in routes'))),
      stage: z.optional(
        oneOrMore(Glob).check(
          z.describe('Stage names; with it the rule is for retry and rollback, the others have no stage'),
        ),
      ),
    }),
    {},
  ),
  users: z._default(Users, []).check(z.describe('Slack member ids')),
  groups: z._default(Groups, []).check(z.describe('Slack user group ids; their members may')),
  actions: z
    ._default(oneOrMore(z.enum(CONTROL_ACTIONS)), [...CONTROL_ACTIONS])
    .check(z.describe('What they may do; all when left out')),
});
export type ControlRule = z.infer<typeof ControlRule>;

export interface Controlled {
  readonly pipeline: string;
  /** Undefined: the action is about the whole execution, or the pipeline. */
  readonly stage: string | undefined;
  readonly action: ControlAction;
}

/** Undefined: nobody may. */
export function findControlRule(
  rules: readonly ControlRule[],
  { pipeline, stage, action }: Controlled,
): ControlRule | undefined {
  return rules.find(
    ({ match, actions }) =>
      actions.includes(action) && matchesAny(match.pipeline, pipeline) && matchesAny(match.stage, stage),
  );
}

function matchesAny(globs: readonly string[] | undefined, name: string | undefined): boolean {
  if (globs === undefined) return true;
  return name !== undefined && globs.some((glob) => matchesGlob(glob, name));
}
