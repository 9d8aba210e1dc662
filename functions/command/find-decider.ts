import type { App } from '#shared/app.ts';
import type { Decider } from '#shared/approvals/authority.ts';
import type { Command } from '#shared/runtime/command-entry.ts';

export interface FoundDecider {
  readonly decider: Decider;
  readonly workspace: string;
  /** For people to read. */
  readonly name: string;
}

/** Who it is and in which of the named groups, asked of Slack and not of the request: a request says only which member pressed. */
export async function findDecider(
  { secret, person }: Pick<Command, 'secret' | 'person'>,
  named: readonly string[],
  { peopleOf }: Pick<App, 'peopleOf'>,
): Promise<FoundDecider> {
  const people = await peopleOf(secret);
  const groups = [...new Set(named)];
  const [workspace, user, memberships] = await Promise.all([
    people.getTeam(),
    people.getUser(person.user),
    Promise.all(groups.map((group) => people.isMember(group, person.user))),
  ]);
  return {
    workspace,
    name: user.name ?? person.name,
    decider: {
      user: person.user,
      // A stranger's own team is in the request; a member's, also in what Slack tells of the member.
      team: user.team ?? person.team,
      isGuest: user.isGuest || (person.team !== '' && person.team !== workspace),
      email: user.email,
      groups: new Set(groups.filter((_, index) => memberships[index])),
    },
  };
}
