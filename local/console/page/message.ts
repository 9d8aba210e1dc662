import type { AuthorView, MessageView } from '#local/slack/views.ts';
import { renderAttachment } from './attachments.ts';
import { renderBlocks } from './blocks.ts';
import { type Context, inMessage } from './context.ts';
import { toAge, toClock } from './moment.ts';
import { renderMrkdwn } from './mrkdwn.ts';
import { type Element, h, type Node, toText } from './tree.ts';

const EXCERPT = 90;

export interface MessageOptions {
  readonly context: Context;
  readonly isThreadOpen: boolean;
  readonly findParent: (ts: string) => MessageView | undefined;
}

/** A message of the flow, with its thread under it. */
export function renderMessage(message: MessageView, options: MessageOptions): Element {
  const context = inMessage(options.context, message.ts);
  return h(
    'article',
    {
      class: message.broadcast ? 'message broadcast' : 'message',
      key: message.ts,
      id: `message-${message.ts}`,
      'aria-label': `Message of ${message.author.name}`,
    },
    renderAvatar(message.author),
    h(
      'div',
      { class: 'message-body' },
      renderHead(message, context),
      message.broadcast && renderOrigin(message, options),
      renderContent(message, context),
      message.replies.length > 0 && renderThread(message, options),
    ),
  );
}

/** What the message says. Text is shown only where there are no blocks: otherwise it is for notifications. */
export function renderContent(
  message: Pick<MessageView, 'text' | 'blocks' | 'attachments' | 'edited'>,
  context: Context,
): Node {
  const edited = message.edited && h('span', { class: 'edited' }, '(edited)');
  const attachments = message.attachments.map((attachment) => renderAttachment(attachment, context));
  if (message.blocks.length > 0)
    return h('div', { class: 'content' }, renderBlocks(message.blocks, context), edited, attachments);

  const text =
    message.text !== '' &&
    h('div', { class: 'block-text' }, renderMrkdwn(message.text, context), edited && ' ', edited);
  return h('div', { class: 'content' }, text, attachments);
}

export function renderHead({ author, ts }: Pick<MessageView, 'author' | 'ts'>, context: Context): Node {
  const at = toDate(ts);
  return h(
    'header',
    { class: 'message-head' },
    h('span', { class: 'author' }, author.name),
    author.kind !== 'person' && h('span', { class: 'badge' }, 'APP'),
    h('time', { datetime: at.toISOString(), title: at.toLocaleString(context.locale) }, toClock(at, context)),
  );
}

/** "replied to a thread": how Slack shows a reply that was also sent to the channel. */
function renderOrigin({ threadTs = '' }: MessageView, { context, findParent }: MessageOptions): Node {
  const parent = findParent(threadTs);
  return h(
    'div',
    { class: 'origin' },
    'replied to a thread: ',
    h(
      'a',
      { href: `#message-${threadTs}`, 'data-action': 'show-message', 'data-value': threadTs },
      parent ? toExcerpt(parent, context) : 'a message that is gone',
    ),
  );
}

/** The beginning of a message, in one line. */
function toExcerpt({ text, blocks, attachments, edited }: MessageView, context: Context): string {
  const start = renderContent({ text, blocks: blocks.slice(0, 1), attachments, edited }, context);
  return cut(toText(start).replace(/\s+/g, ' ').trim());
}

function renderThread(message: MessageView, { context, isThreadOpen }: MessageOptions): Node {
  const count = message.replies.length === 1 ? '1 reply' : `${message.replies.length} replies`;
  const last = message.replies.at(-1);
  const age = last ? `Last reply ${toAge(context.now.getTime() - toDate(last.ts).getTime())}` : '';
  return h(
    'section',
    { class: 'thread', 'aria-label': 'Thread' },
    h(
      'button',
      {
        class: 'thread-toggle',
        type: 'button',
        'aria-expanded': isThreadOpen ? 'true' : 'false',
        'data-action': 'toggle-thread',
        'data-value': message.ts,
      },
      h('span', { class: 'thread-count' }, count),
      h('span', { class: 'thread-age' }, age),
    ),
    isThreadOpen &&
      h(
        'div',
        { class: 'replies' },
        message.replies.map((reply) => renderReply(reply, context)),
      ),
  );
}

function renderReply(reply: MessageView, context: Context): Node {
  return h(
    'article',
    { class: 'message reply', key: reply.ts, 'aria-label': `Reply of ${reply.author.name}` },
    renderAvatar(reply.author),
    h(
      'div',
      { class: 'message-body' },
      renderHead(reply, context),
      reply.broadcast && h('div', { class: 'origin' }, 'also sent to the channel'),
      renderContent(reply, inMessage(context, reply.ts)),
    ),
  );
}

export function renderAvatar({ kind, name }: AuthorView): Node {
  if (kind === 'person') return h('span', { class: 'avatar person', 'aria-hidden': 'true' }, name.charAt(0));
  return h('span', { class: 'avatar app', 'aria-hidden': 'true' }, h('i', {}), h('i', {}), h('i', {}));
}

export function toDate(ts: string): Date {
  return new Date(Number(ts) * 1_000);
}

function cut(text: string): string {
  const characters = [...text];
  return characters.length > EXCERPT ? `${characters.slice(0, EXCERPT - 1).join('')}…` : text;
}
