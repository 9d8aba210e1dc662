import type { ChannelView, EphemeralView, MessageView } from '#local/slack/views.ts';
import type { Context } from './context.ts';
import { renderContent, renderMessage, toDate } from './message.ts';
import { toDay } from './moment.ts';
import { h, type Node } from './tree.ts';

/** The flow of a channel, with a line where a day begins. */
export function renderChannel(
  channel: ChannelView,
  options: { readonly context: Context; readonly toggledThreads: ReadonlySet<string> },
): Node {
  const byTs = new Map(channel.messages.map((message) => [message.ts, message]));
  const messages = channel.messages.map((message) =>
    renderMessage(message, {
      context: options.context,
      isThreadOpen: isThreadOpen(message, options.toggledThreads),
      findParent: (ts) => byTs.get(ts),
    }),
  );
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
    channel.messages.length === 0 && renderEmpty(channel.name),
    channel.messages.flatMap((message, index) => [
      renderDayLine(message, channel.messages[index - 1], options.context),
      messages[index],
    ]),
    channel.ephemeral.map((message) => renderEphemeral(message, options.context)),
  );
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

function renderDayLine(
  message: MessageView,
  before: MessageView | undefined,
  context: Context,
): Node | undefined {
  const day = toDay(toDate(message.ts), context);
  if (before && toDay(toDate(before.ts), context) === day) return undefined;

  return h('div', { class: 'day', key: `day-${message.ts}` }, h('span', {}, day));
}

function renderEphemeral(message: EphemeralView, context: Context): Node {
  const name = context.names[message.user] ?? message.user;
  return h(
    'article',
    { class: 'message ephemeral', key: `ephemeral-${message.ts}` },
    h(
      'div',
      { class: 'message-body' },
      h('div', { class: 'origin' }, `Only visible to ${name}`),
      renderContent({ ...message, edited: false }, context),
    ),
  );
}
