import * as z from 'zod/mini';
import { ConfigError, RejectedError } from '#shared/errors.ts';
import type { SlackApi, SlackCall } from './api.ts';

const Team = z.object({ team_id: z.string() });
const User = z.object({
  user: z.object({
    team_id: z.optional(z.string()),
    real_name: z.optional(z.string()),
    deleted: z.optional(z.boolean()),
    is_bot: z.optional(z.boolean()),
    is_restricted: z.optional(z.boolean()),
    is_ultra_restricted: z.optional(z.boolean()),
    is_stranger: z.optional(z.boolean()),
    profile: z.optional(z.object({ email: z.optional(z.string()) })),
  }),
});
const Found = z.object({ user: z.object({ id: z.string(), deleted: z.optional(z.boolean()) }) });
const Members = z.object({ users: z.array(z.string()) });
const Anything = z.looseObject({});

export interface SlackUser {
  readonly team: string | undefined;
  readonly name: string | undefined;
  readonly email: string | undefined;
  /** Restricted, of another workspace, deactivated or no person at all. */
  readonly isGuest: boolean;
}

/** The people of a workspace, as its bot may see them. */
export interface SlackPeople {
  /** The workspace that the bot is of. */
  getTeam(): Promise<string>;
  /** Scope users:read, and users:read.email for the address. */
  getUser(id: string): Promise<SlackUser>;
  /** Scope users:read.email. Undefined: nobody here has that address. */
  findByEmail(email: string): Promise<string | undefined>;
  /** Scope usergroups:read. At most five minutes old. */
  isMember(group: string, user: string): Promise<boolean>;
  /** A sentence that one person sees, in a channel that they are in. */
  whisper(message: { readonly channel: string; readonly user: string; readonly text: string }): Promise<void>;
}

interface PeopleOptions {
  readonly api: SlackApi;
  /** Epoch seconds. */
  readonly now: () => number;
}

const GROUP_LIFETIME_SECONDS = 300;
/** Whoever left the channel, or cannot be written to, is told nothing; the message there says what became of it. */
const UNREACHABLE = ['user_not_in_channel', 'channel_not_found', 'not_in_channel', 'is_archived'];

export function createSlackPeople({ api, now }: PeopleOptions): SlackPeople {
  const groups = new Map<string, { readonly users: readonly string[]; readonly at: number }>();
  let team: string | undefined;
  return {
    async getTeam() {
      team ??= (await ask(api, { method: 'auth.test', body: {} }, Team)).team_id;
      return team;
    },
    async getUser(id) {
      const { user } = await ask(api, { method: 'users.info', body: { user: id }, isForm: true }, User);
      const marks = [
        user.deleted,
        user.is_bot,
        user.is_restricted,
        user.is_ultra_restricted,
        user.is_stranger,
      ];
      return {
        team: user.team_id,
        name: user.real_name,
        email: user.profile?.email,
        isGuest: marks.includes(true),
      };
    },
    async findByEmail(email) {
      const call = { method: 'users.lookupByEmail', body: { email }, isForm: true };
      const answer = await api.call(call, Found);
      if (answer.ok) return answer.value.user.deleted ? undefined : answer.value.user.id;
      if (answer.error === 'users_not_found') return undefined;
      throw new ConfigError(`Slack users.lookupByEmail: ${answer.error}`);
    },
    async isMember(group, user) {
      const known = groups.get(group);
      if (known !== undefined && now() < known.at + GROUP_LIFETIME_SECONDS) return known.users.includes(user);
      const call = { method: 'usergroups.users.list', body: { usergroup: group }, isForm: true };
      const { users } = await ask(api, call, Members);
      groups.set(group, { users, at: now() });
      return users.includes(user);
    },
    async whisper({ channel, user, text }) {
      try {
        const answer = await api.call(
          { method: 'chat.postEphemeral', body: { channel, user, text } },
          Anything,
        );
        if (!answer.ok && !UNREACHABLE.includes(answer.error))
          throw new RejectedError(`Slack chat.postEphemeral: ${answer.error}`);
      } catch (error) {
        if (!(error instanceof ConfigError) || error.isAboutSecret) throw error;
      }
    },
  };
}

/** What is refused about people is a matter of the app's scopes or of signalbox.yml. */
async function ask<T>(api: SlackApi, call: SlackCall, schema: z.ZodMiniType<T>): Promise<T> {
  const answer = await api.call(call, schema);
  if (answer.ok) return answer.value;
  throw new ConfigError(`Slack ${call.method}: ${answer.error}`);
}
