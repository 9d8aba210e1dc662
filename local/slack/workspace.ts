import { Channel } from './channel.ts';
import { Refusal } from './refusal.ts';
import type { AuthorView, Person, UserGroup } from './views.ts';

export const TEAM = { id: 'T0SIGNALBX', name: 'Signalbox Local', url: 'https://signalbox-local.slack.com/' };
export const BOT = { id: 'B0SIGNALBX', userId: 'U0SIGNALBX', appId: 'A0SIGNALBX', name: 'Signalbox' };
export const APP_AUTHOR: AuthorView = { id: BOT.id, name: BOT.name, kind: 'app' };

const CHANNEL_ID = /^[CG][A-Z0-9]{6,}$/;

const PEOPLE: readonly Person[] = [
  { id: 'U0ADA00001', name: 'ada', realName: 'Ada Okafor', email: 'ada@example.com' },
  { id: 'U0BEN00002', name: 'ben', realName: 'Ben Lindqvist', email: 'ben@example.com' },
  { id: 'U0CHIARA03', name: 'chiara', realName: 'Chiara Rossi', email: 'chiara@example.com' },
];
const GROUPS: readonly UserGroup[] = [
  { id: 'S0RELEASERS', handle: 'releasers', users: PEOPLE.slice(0, 2).map(({ id }) => id) },
];

export interface ChannelOptions {
  /** False: the bot was not invited, so it gets not_in_channel. */
  readonly invited?: boolean;
  readonly archived?: boolean;
}

/** All that one workspace knows. Every change is synchronous, so calls that arrive together cannot interleave. */
export class Workspace {
  readonly people = PEOPLE;
  readonly groups = GROUPS;
  readonly openViews = new Map<string, Readonly<Record<string, unknown>>>();
  readonly #channels = new Map<string, Channel>();
  readonly #webhooks = new Map<string, string>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  createChannel(name: string, { invited = true, archived }: ChannelOptions = {}): Channel {
    const isId = CHANNEL_ID.test(name);
    const bare = isId ? `channel-${name.toLowerCase()}` : name.replace(/^#/, '');
    if (!/^[\p{Ll}\p{Lo}\d_-]{1,80}$/u.test(bare))
      throw new Error(
        `No Slack channel can be called "${name}": use lower-case letters, digits, - and _ (at most 80).`,
      );

    const channel = this.findChannel(name) ?? this.#addChannel(bare, { invited, ...(isId && { id: name }) });
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

  say(message: { channel: string; user: string; text: string; threadTs?: string }): string {
    const channel = this.findChannel(message.channel);
    const person = this.people.find(({ id }) => id === message.user);
    if (!channel || !person)
      throw new Error(`Nobody can say anything there: ${message.user} in ${message.channel}.`);

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

  #addChannel(name: string, { invited, id = this.#nextId() }: { invited: boolean; id?: string }): Channel {
    const people = this.people.map((person) => person.id);
    const members = invited ? [...people, BOT.userId] : people;
    const channel = new Channel({ id, name, members, now: this.#now });
    this.#channels.set(id, channel);
    return channel;
  }

  #nextId(): string {
    return `C0LOCAL${String(this.#channels.size + 1).padStart(4, '0')}`;
  }
}
