import * as z from 'zod';
import { TEAM } from '../people.ts';
import { Refusal } from '../refusal.ts';
import type { Person, UserGroup } from '../views.ts';
import { BOT, type Workspace } from '../workspace.ts';
import { type Answer, defineMethod, Flag } from './method.ts';

const authTest = defineMethod({
  takes: z.unknown(),
  run: () => ({
    url: `https://${TEAM.domain}.slack.com/`,
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
  run: ({ user }, workspace) => {
    const person = workspace.people.find(({ id }) => id === user);
    if (!person) throw new Refusal('user_not_found');

    return { user: toUserJson(person, workspace) };
  },
});

const lookupByEmail = defineMethod({
  takes: z.object({ email: z.string() }),
  takesJson: false,
  run: ({ email }, workspace) => {
    const person = workspace.people.find((known) => known.email === email.toLowerCase());
    if (!person) throw new Refusal('users_not_found');

    return { user: toUserJson(person, workspace) };
  },
});

const listGroups = defineMethod({
  takes: z.object({ include_users: Flag, include_count: Flag, include_disabled: Flag }),
  takesJson: false,
  run: ({ include_users, include_count }, { groups }) => ({
    usergroups: groups.map((group) => ({
      ...toGroupJson(group),
      ...(include_count && { user_count: String(group.users.length) }),
      ...(include_users && { users: group.users }),
    })),
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
  'usergroups.list': listGroups,
  'usergroups.users.list': groupMembers,
};

/** https://docs.slack.dev/reference/objects/user-object */
function toUserJson(person: Person, workspace: Workspace): Answer {
  return {
    id: person.id,
    team_id: person.teamId,
    name: person.name,
    real_name: person.realName,
    deleted: false,
    is_bot: false,
    // Guests of one's own workspace; the people of a connected one are told by their team.
    is_restricted: false,
    is_ultra_restricted: false,
    ...(person.isGuest && { is_stranger: !isInReach(person, workspace) }),
    profile: { real_name: person.realName, display_name: person.name, email: person.email },
  };
}

/** Shares a channel with the app. */
function isInReach({ id }: Person, workspace: Workspace): boolean {
  return workspace.channels().some(({ members }) => members.has(id) && members.has(BOT.userId));
}

function toGroupJson({ id, handle, name }: UserGroup): Answer {
  return {
    id,
    team_id: TEAM.id,
    is_usergroup: true,
    is_subteam: true,
    name,
    description: '',
    handle,
    is_external: false,
    date_delete: 0,
    auto_type: null,
  };
}
