import type { ApprovalRule } from '#shared/routing/approval-rule.ts';
import type { Finding, Path } from './issue-wording.ts';

interface Place {
  readonly path: Path;
  readonly index: number;
}

/** What a schema cannot see: rules by which nothing could be decided, and freezes that are never on. */
export function findApprovalMistakes(rule: ApprovalRule, place: Place): readonly Finding[] {
  return [...findTooFewPeople(rule, place), ...findEmptyFreezes(rule, place)];
}

function findTooFewPeople(
  { users, groups, votes }: ApprovalRule,
  { path, index }: Place,
): readonly Finding[] {
  const people = new Set(users).size;
  if (groups.length > 0 || (people > 0 && people >= votes)) return [];
  if (people === 0)
    return [
      {
        path,
        what: `approval rule ${index + 1} names nobody, so nobody could decide`,
        remedy: 'list Slack member ids under users or user group ids under groups',
      },
    ];
  return [
    {
      path: [...path, 'votes'],
      what: `approval rule ${index + 1} asks for ${votes} votes and names ${people} ${people === 1 ? 'person' : 'people'}`,
      remedy: 'name more people, or ask for fewer votes',
    },
  ];
}

/** Both are times of one zone, written alike: as texts they have the order of times. */
function findEmptyFreezes({ freeze }: ApprovalRule, { path, index }: Place): readonly Finding[] {
  return [...freeze.entries()]
    .filter(([, { from, to }]) => from >= to)
    .map(([number, { from, to }]) => ({
      path: [...path, 'freeze', number, 'to'],
      what: `approval rule ${index + 1}, freeze ${number + 1} ends at ${to}, not after it begins at ${from}`,
      remedy: 'give it a "to" that is later than its "from"',
    }));
}
