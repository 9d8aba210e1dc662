import * as z from 'zod/mini';
import { ApprovalRule, Freeze } from '#shared/routing/approval-rule.ts';
import type { Finding, Path } from './issue-wording.ts';

interface Place {
  readonly path: Path;
  readonly index: number;
}

/** What can be compared, whatever else is wrong with the rule; a name that is wrong is still a name. */
const People = z.object({
  users: z._default(z.array(z.unknown()), []),
  groups: z._default(z.array(z.unknown()), []),
  votes: ApprovalRule.shape.votes,
});
const Freezes = z.object({ freeze: z.array(z.unknown()) });
const Span = z.object({ from: Freeze.shape.from, to: Freeze.shape.to });

/** What a schema cannot see: rules by which nothing could be decided, and freezes that are never on. */
export function findApprovalMistakes(given: unknown, place: Place): readonly Finding[] {
  return [...findTooFewPeople(given, place), ...findEmptyFreezes(given, place)];
}

function findTooFewPeople(given: unknown, { path, index }: Place): readonly Finding[] {
  const { data } = People.safeParse(given);
  if (data === undefined) return [];
  const { users, groups, votes } = data;
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
function findEmptyFreezes(given: unknown, { path, index }: Place): readonly Finding[] {
  const freezes = Freezes.safeParse(given).data?.freeze ?? [];
  return freezes.flatMap((freeze, number) => {
    const { data } = Span.safeParse(freeze);
    if (data === undefined || data.from < data.to) return [];
    return {
      path: [...path, 'freeze', number, 'to'],
      what: `approval rule ${index + 1}, freeze ${number + 1} ends at ${data.to}, not after it begins at ${data.from}`,
      remedy: 'give it a "to" that is later than its "from"',
    };
  });
}
