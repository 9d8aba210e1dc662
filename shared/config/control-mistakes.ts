import * as z from 'zod/mini';
import { CONTROL_ACTIONS, isAboutStage } from '#shared/domain/control.ts';
import { ControlRule } from '#shared/routing/control-rule.ts';
import type { Finding, Path } from './issue-wording.ts';

/** What can be compared, whatever else is wrong with the rule; a name that is wrong is still a name. */
const Comparable = z.object({
  match: z.catch(z.object({ stage: z.optional(z.unknown()) }), {}),
  users: z._default(z.array(z.unknown()), []),
  groups: z._default(z.array(z.unknown()), []),
  actions: z.catch(ControlRule.shape.actions, [...CONTROL_ACTIONS]),
});

/** What a schema cannot see: rules by which nobody could do anything. */
export function findControlMistakes(
  given: unknown,
  { path, index }: { readonly path: Path; readonly index: number },
): readonly Finding[] {
  const { data } = Comparable.safeParse(given);
  if (data === undefined) return [];
  const { match, users, groups, actions } = data;
  const isForNobody = users.length + groups.length === 0;
  const isForNothing = match.stage !== undefined && !actions.some(isAboutStage);
  return [
    ...(isForNobody
      ? [
          {
            path,
            what: `control rule ${index + 1} names nobody, so it allows nothing`,
            remedy: 'list Slack member ids under users or user group ids under groups',
          },
        ]
      : []),
    ...(isForNothing
      ? [
          {
            path: [...path, 'match', 'stage'],
            what: `control rule ${index + 1} is for stages, and none of its actions (${actions.join(', ')}) has one`,
            remedy: 'leave match.stage out, or name retry or rollback under actions',
          },
        ]
      : []),
  ];
}
