import type { Person, UserGroup } from './views.ts';

interface Team {
  readonly id: string;
  readonly name: string;
  readonly domain: string;
}

export const TEAM: Team = { id: 'T0SIGNALBX', name: 'Signalbox Local', domain: 'signalbox-local' };
/** Another company's workspace, joined by Slack Connect. */
const PARTNER: Team = { id: 'T0PARTNER1', name: 'Partner', domain: 'partner' };
const TEAMS: readonly Team[] = [TEAM, PARTNER];

export const PEOPLE: readonly Person[] = [
  member({ id: 'U0ADA00001', name: 'ada', realName: 'Ada Okafor', email: 'ada@example.com' }),
  member({ id: 'U0BEN00002', name: 'ben', realName: 'Ben Lindqvist', email: 'ben@example.com' }),
  member({ id: 'U0CHIARA03', name: 'chiara', realName: 'Chiara Rossi', email: 'chiara@example.com' }),
  {
    id: 'U0GUEST004',
    name: 'gwen',
    realName: 'Gwen Moreau',
    email: 'gwen@partner.example',
    teamId: PARTNER.id,
    isGuest: true,
  },
];

export const GROUPS: readonly UserGroup[] = [
  { id: 'S0RELEASERS', handle: 'releasers', name: 'Releasers', users: ['U0ADA00001', 'U0BEN00002'] },
];

/** The workspace of a person, as payloads name it. */
export function toTeamJson({ teamId }: Person): { readonly id: string; readonly domain: string } {
  const { id, domain } = TEAMS.find((team) => team.id === teamId) ?? TEAM;
  return { id, domain };
}

function member(person: Omit<Person, 'teamId' | 'isGuest'>): Person {
  return { ...person, teamId: TEAM.id, isGuest: false };
}
