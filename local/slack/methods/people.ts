import * as z from 'zod';
import { Refusal } from '../refusal.ts';
import type { Person } from '../views.ts';
import { BOT, TEAM } from '../workspace.ts';
import { type Answer, defineMethod } from './method.ts';

const authTest = defineMethod({
  takes: z.unknown(),
  run: () => ({
    url: TEAM.url,
    team: TEAM.name,
    team_id: TEAM.id,
    user: BOT.name.toLowerCase(),
    user_id: BOT.userId,
    bot_id: BOT.id,
  }),
});

const info = defineMethod({
  takes: z.object({ user: z.string() }),
  takesJson: false,
  run: ({ user }, { people }) => ({
    user: toUserJson(
      people.find(({ id }) => id === user),
      'user_not_found',
    ),
  }),
});

const lookupByEmail = defineMethod({
  takes: z.object({ email: z.string() }),
  takesJson: false,
  run: ({ email }, { people }) => ({
    user: toUserJson(
      people.find((person) => person.email === email.toLowerCase()),
      'users_not_found',
    ),
  }),
});

const groupMembers = defineMethod({
  takes: z.object({ usergroup: z.string() }),
  takesJson: false,
  run: ({ usergroup }, { groups }) => {
    const group = groups.find(({ id }) => id === usergroup);
    if (!group) throw new Refusal('no_such_subteam');

    return { users: group.users };
  },
});

export const peopleMethods = {
  'auth.test': authTest,
  'users.info': info,
  'users.lookupByEmail': lookupByEmail,
  'usergroups.users.list': groupMembers,
};

function toUserJson(person: Person | undefined, refusal: string): Answer {
  if (!person) throw new Refusal(refusal);

  return {
    id: person.id,
    team_id: TEAM.id,
    name: person.name,
    real_name: person.realName,
    deleted: false,
    is_bot: false,
    profile: { real_name: person.realName, display_name: person.name, email: person.email },
  };
}
