import type { ChannelView, EphemeralView, MessageView } from '#local/slack/views.ts';
import { type Context, inMessage } from './context.ts';
import { renderAvatar, renderContent, renderHead, renderMessage, toDate } from './message.ts';
import { toDay } from './moment.ts';
import { h, type Node } from './tree.ts';

interface ChannelOptions {
  readonly context: Context;
  readonly toggledThreads: ReadonlySet<string>;
  /** Who looks at it; what only one person sees is shown to nobody else. */
  readonly user: string;
}

/** The flow of a channel, with a line where a day begins. */
export function renderChannel(channel: ChannelView, options: ChannelOptions): Node {
  const items = toItems(channel, options);
  return h(
    'div',
    {
      class: 'flow',
      role: 'log',
      'aria-label': `Messages in #${channel.name}`,
      tabindex: '0',
      'data-scroll': 'bottom',
      key: channel.id,
    },
    items.length === 0 && renderEmpty(channel.name),
    items.flatMap(({ ts, node }, index) => [renderDayLine(ts, items[index - 1]?.ts, options.context), node]),
  );
}

/** What stands in the flow, oldest first. */
function toItems(
  { messages, ephemeral }: ChannelView,
  { context, toggledThreads, user }: ChannelOptions,
): readonly { readonly ts: string; readonly node: Node }[] {
  const byTs = new Map(messages.map((message) => [message.ts, message]));
  const shown = messages.map((message) => ({
    ts: message.ts,
    node: renderMessage(message, {
      context,
      isThreadOpen: isThreadOpen(message, toggledThreads),
      findParent: (ts) => byTs.get(ts),
    }),
  }));
  const own = ephemeral
    .filter((message) => message.user === user)
    .map((message) => ({ ts: message.ts, node: renderEphemeral(message, inMessage(context, message.ts)) }));
  return [...shown, ...own].sort((one, other) => (one.ts < other.ts ? -1 : 1));
}

/** A thread whose replies all stand in the flow starts closed, so that nothing is there to be read twice. */
function isThreadOpen({ ts, replies }: MessageView, toggled: ReadonlySet<string>): boolean {
  const startsOpen = replies.some(({ broadcast }) => !broadcast);
  return toggled.has(ts) ? !startsOpen : startsOpen;
}

function renderEmpty(name: string): Node {
  return h(
    'div',
    { class: 'empty' },
    h('strong', {}, `This is the start of #${name}`),
    h('span', {}, 'Run one of the demo pipelines: its message appears here.'),
  );
}

function renderDayLine(ts: string, before: string | undefined, context: Context): Node | undefined {
  const day = toDay(toDate(ts), context);
  if (before !== undefined && toDay(toDate(before), context) === day) return undefined;

  return h('div', { class: 'day', key: `day-${ts}` }, h('span', {}, day));
}

function renderEphemeral(message: EphemeralView, context: Context): Node {
  return h(
    'article',
    {
      class: 'message ephemeral',
      key: `ephemeral-${message.ts}`,
      'aria-label': `Message of ${message.author.name}, only visible to you`,
    },
    renderAvatar(message.author),
    h(
      'div',
      { class: 'message-body' },
      h('div', { class: 'origin' }, 'Only visible to you'),
      renderHead(message, context),
      renderContent({ ...message, edited: false }, context),
    ),
  );
}
