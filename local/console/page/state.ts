import type { PipelineView } from '#local/codepipeline/pipeline-view.ts';
import type { ChannelView, ModalView, Person, UserGroup } from '#local/slack/views.ts';
import type { ArchiveObject, DecisionView, Demo, LogTail, MailView } from '../sections.ts';

/** What the page knows: what the server told, and where the reader is. */
export interface State {
  readonly channels: readonly ChannelView[];
  readonly people: readonly Person[];
  readonly groups: readonly UserGroup[];
  readonly modals: readonly ModalView[];
  readonly pipelines: readonly PipelineView[];
  readonly demos: readonly Demo[];
  readonly mail: readonly MailView[];
  readonly archive: readonly ArchiveObject[];
  readonly decisions: readonly DecisionView[];
  readonly log: LogTail;
  readonly isConnected: boolean;
  /** Id of the one whom the reader plays; the first one if there is nobody with it. */
  readonly person: string;
  /** Keys of what the reader did and Slack has not answered yet. */
  readonly underWay: ReadonlySet<string>;
  /** Slack's words about what the reader did, by its key. */
  readonly problems: Readonly<Record<string, string>>;
  readonly place: Place;
  /** The newest message that was on the screen, by channel. */
  readonly readUntil: Readonly<Record<string, string>>;
  /** Threads that the reader opened or closed. */
  readonly toggledThreads: ReadonlySet<string>;
  readonly openedObject: { readonly key: string; readonly text: string } | undefined;
  readonly notice: string | undefined;
}

/** Where the reader is, as in the address: #/channel/pipelines, #/mail/2, #/archive, #/log. */
export interface Place {
  readonly view: 'channel' | 'mail' | 'decisions' | 'archive' | 'log';
  readonly item: string;
}

export const INITIAL_STATE: State = {
  channels: [],
  people: [],
  groups: [],
  modals: [],
  pipelines: [],
  demos: [],
  mail: [],
  archive: [],
  decisions: [],
  log: { first: 0, lines: [] },
  isConnected: false,
  person: '',
  underWay: new Set(),
  problems: {},
  place: { view: 'channel', item: '' },
  readUntil: {},
  toggledThreads: new Set(),
  openedObject: undefined,
  notice: undefined,
};

const VIEWS: readonly Place['view'][] = ['channel', 'mail', 'decisions', 'archive', 'log'];

export function toPlace(hash: string): Place {
  const [, name = '', item = ''] = hash.replace(/^#/, '').split('/');
  const view = VIEWS.find((known) => known === name);
  return view ? { view, item: decodeURIComponent(item) } : { view: 'channel', item: '' };
}

export function findPerson({ people, person }: Pick<State, 'people' | 'person'>): Person | undefined {
  return people.find(({ id }) => id === person) ?? people[0];
}

/** Channels that the person can see. */
export function findChannels(state: Pick<State, 'channels' | 'people' | 'person'>): readonly ChannelView[] {
  const person = findPerson(state);
  return person ? state.channels.filter(({ members }) => members.includes(person.id)) : state.channels;
}

/** The topmost modal that the person has open. */
export function findModal(state: Pick<State, 'modals' | 'people' | 'person'>): ModalView | undefined {
  const person = findPerson(state);
  return state.modals.findLast(({ user }) => user === person?.id);
}

/** The channel on the screen: the one in the address, else the first. */
export function findShownChannel(state: State): ChannelView | undefined {
  const { place } = state;
  if (place.view !== 'channel') return undefined;

  const channels = findChannels(state);
  return channels.find(({ name }) => name === place.item) ?? channels[0];
}

/** What is on the screen counts as read. */
export function markRead(state: State): State {
  const channel = findShownChannel(state);
  const newest = channel?.messages.at(-1)?.ts;
  if (!channel || newest === undefined) return state;

  return { ...state, readUntil: { ...state.readUntil, [channel.id]: newest } };
}

export function countUnread({ id, messages }: ChannelView, readUntil: State['readUntil']): number {
  const last = readUntil[id] ?? '';
  return messages.filter(({ ts }) => ts > last).length;
}

export function toggleThread(state: State, ts: string): State {
  const toggledThreads = new Set(state.toggledThreads);
  if (!toggledThreads.delete(ts)) toggledThreads.add(ts);
  return { ...state, toggledThreads };
}

/** For somebody who has just come: nothing is new yet. */
export function markAllRead(state: State): State {
  const readUntil = Object.fromEntries(
    state.channels.map(({ id, messages }) => [id, messages.at(-1)?.ts ?? '']),
  );
  return { ...state, readUntil };
}

/** The reader did something, and nothing is known yet of what became of it. */
export function begin(state: State, key: string): State {
  const { [key]: _, ...problems } = state.problems;
  return { ...state, underWay: new Set([...state.underWay, key]), problems };
}

export function end(state: State, key: string, words: string | undefined): State {
  const underWay = new Set(state.underWay);
  underWay.delete(key);
  return {
    ...state,
    underWay,
    problems: words === undefined ? state.problems : { ...state.problems, [key]: words },
  };
}
