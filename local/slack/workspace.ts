import { Channel } from './channel.ts';
import { Modals } from './modals.ts';
import { GROUPS, PEOPLE, TEAM } from './people.ts';
import { NotPossible, Refusal } from './refusal.ts';
import { ResponseUrls } from './response-urls.ts';
import { Triggers } from './triggers.ts';
import type { AuthorView, Person } from './views.ts';

export const BOT = { id: 'B0SIGNALBX', userId: 'U0SIGNALBX', appId: 'A0SIGNALBX', name: 'Signalbox' };
export const APP_AUTHOR: AuthorView = { id: BOT.id, name: BOT.name, kind: 'app' };

const CHANNEL_ID = /^[CG][A-Z0-9]{6,}$/;

export interface ChannelOptions {
  /** False: the bot was not invited, so it gets not_in_channel. */
  readonly invited?: boolean;
  readonly archived?: boolean;
  /** With the guest's workspace, by Slack Connect. */
  readonly shared?: boolean;
}

/** All that one workspace knows. Every change is synchronous, so calls that arrive together cannot interleave. */
export class Workspace {
  readonly people = PEOPLE;
  readonly groups = GROUPS;
  readonly modals = new Modals();
  readonly triggers: Triggers;
  readonly responseUrls: ResponseUrls;
  readonly #channels = new Map<string, Channel>();
  readonly #webhooks = new Map<string, string>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
    this.triggers = new Triggers(now);
    this.responseUrls = new ResponseUrls(now);
  }

  createChannel(name: string, { invited = true, archived, shared = false }: ChannelOptions = {}): Channel {
    const isId = CHANNEL_ID.test(name);
    const bare = isId ? `channel-${name.toLowerCase()}` : name.replace(/^#/, '');
    if (!/^[\p{Ll}\p{Lo}\d_-]{1,80}$/u.test(bare))
      throw new Error(
        `No Slack channel can be called "${name}": use lower-case letters, digits, - and _ (at most 80).`,
      );

    const channel =
      this.findChannel(name) ?? this.#addChannel(bare, { invited, shared, ...(isId && { id: name }) });
    channel.archived = archived ?? channel.archived;
    return channel;
  }

  channels(): readonly Channel[] {
    return [...this.#channels.values()];
  }

  findChannel(nameOrId: string): Channel | undefined {
    const name = nameOrId.replace(/^#/, '');
    return this.#channels.get(nameOrId) ?? this.channels().find((channel) => channel.name === name);
  }

  /** A channel that the bot may write to. */
  getWritable(nameOrId: string): Channel {
    const channel = this.getReadable(nameOrId);
    if (channel.archived) throw new Refusal('is_archived');

    return channel;
  }

  /** A channel that the bot is in. */
  getReadable(nameOrId: string): Channel {
    const channel = this.findChannel(nameOrId);
    if (!channel) throw new Refusal('channel_not_found');
    if (!channel.members.has(BOT.userId)) throw new Refusal('not_in_channel');

    return channel;
  }

  /** A channel and a person who can see it. */
  getPlace(nameOrId: string, user: string): { readonly channel: Channel; readonly person: Person } {
    const channel = this.findChannel(nameOrId);
    const person = this.people.find(({ id }) => id === user);
    if (!channel) throw new NotPossible(`There is no channel "${nameOrId}".`);
    if (!person) throw new NotPossible(`There is nobody with the id "${user}".`);
    if (!channel.members.has(user)) throw new NotPossible(`${person.realName} cannot see #${channel.name}.`);

    return { channel, person };
  }

  say(message: { channel: string; user: string; text: string; threadTs?: string }): string {
    const { channel, person } = this.getPlace(message.channel, message.user);
    if (channel.archived) throw new NotPossible(`#${channel.name} is archived.`);

    return channel.post({
      text: message.text,
      blocks: [],
      attachments: [],
      author: { id: person.id, name: person.realName, kind: 'person' },
      threadTs: message.threadTs,
    }).ts;
  }

  /** The secret path of an incoming webhook that is bound to the channel. */
  webhookPath(nameOrId: string): string {
    const { id } = this.findChannel(nameOrId) ?? this.createChannel(nameOrId);
    const known = [...this.#webhooks].find(([, channelId]) => channelId === id)?.[0];
    const path =
      known ?? `/services/${TEAM.id}/${id.replace(/^C/, 'B')}/local${id.slice(-4).toLowerCase()}secret`;
    this.#webhooks.set(path, id);
    return path;
  }

  findWebhookChannel(path: string): Channel | undefined {
    return this.#channels.get(this.#webhooks.get(path) ?? '');
  }

  #addChannel(
    name: string,
    { invited, shared, id = this.#nextId() }: { invited: boolean; shared: boolean; id?: string },
  ): Channel {
    const people = this.people.filter(({ isGuest }) => shared || !isGuest).map((person) => person.id);
    const members = invited ? [...people, BOT.userId] : people;
    const channel = new Channel({ id, name, members, shared, now: this.#now });
    this.#channels.set(id, channel);
    return channel;
  }

  #nextId(): string {
    return `C0LOCAL${String(this.#channels.size + 1).padStart(4, '0')}`;
  }
}
