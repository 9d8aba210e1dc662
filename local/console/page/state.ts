import type { PipelineView } from '#local/codepipeline/pipeline-view.ts';
import type { ChannelView, Person } from '#local/slack/views.ts';
import type { ArchiveObject, DecisionView, Demo, LogTail, MailView } from '../sections.ts';

/** What the page knows: what the server told, and where the reader is. */
export interface State {
  readonly channels: readonly ChannelView[];
  readonly people: readonly Person[];
  readonly pipelines: readonly PipelineView[];
  readonly demos: readonly Demo[];
  readonly mail: readonly MailView[];
  readonly archive: readonly ArchiveObject[];
  readonly decisions: readonly DecisionView[];
  readonly log: LogTail;
  readonly isConnected: boolean;
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
  pipelines: [],
  demos: [],
  mail: [],
  archive: [],
  decisions: [],
  log: { first: 0, lines: [] },
  isConnected: false,
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

/** The channel on the screen: the one in the address, else the first. */
export function findShownChannel({ channels, place }: State): ChannelView | undefined {
  if (place.view !== 'channel') return undefined;
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
