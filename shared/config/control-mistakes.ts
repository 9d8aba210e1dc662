import { isAboutStage } from '#shared/domain/control.ts';
import type { ControlRule } from '#shared/routing/control-rule.ts';
import type { Finding, Path } from './issue-wording.ts';

/** What a schema cannot see: rules by which nobody could do anything. */
export function findControlMistakes(
  { match, users, groups, actions }: ControlRule,
  { path, index }: { readonly path: Path; readonly index: number },
): readonly Finding[] {
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
