import * as z from 'zod';
import type { Channel, Message } from '../channel.ts';
import { Refusal } from '../refusal.ts';
import { BOT } from '../workspace.ts';
import { toMessageJson } from './message-json.ts';
import { type Answer, Count, defineMethod, Flag } from './method.ts';

const Page = z.object({
  channel: z.string(),
  cursor: z.string().optional(),
  limit: Count.optional(),
  oldest: z.coerce.string().default('0'),
  latest: z.coerce.string().optional(),
  inclusive: Flag,
  include_all_metadata: Flag,
});
type Page = z.infer<typeof Page>;

const list = defineMethod({
  takes: z.object({ cursor: z.string().optional(), limit: Count.default(100), exclude_archived: Flag }),
  takesJson: false,
  run: ({ cursor, limit, exclude_archived }, workspace) => {
    const channels = workspace.channels().filter(({ archived }) => !(archived && exclude_archived));
    const start = cursor === undefined ? 0 : channels.findIndex(({ id }) => id === fromCursor(cursor));
    if (start < 0) throw new Refusal('invalid_cursor');

    const next = channels[start + limit];
    return {
      channels: channels.slice(start, start + limit).map(toChannelJson),
      response_metadata: { next_cursor: next ? toCursor(next.id) : '' },
    };
  },
});

const info = defineMethod({
  takes: z.object({ channel: z.string() }),
  takesJson: false,
  run: ({ channel: name }, workspace) => {
    const channel = workspace.findChannel(name);
    if (!channel) throw new Refusal('channel_not_found');

    return { channel: toChannelJson(channel) };
  },
});

const history = defineMethod({
  takes: Page,
  run: (page, workspace) => {
    const channel = workspace.getReadable(page.channel);
    return toPage([...channel.flow()].reverse(), page, { channel, defaultLimit: 100 });
  },
});

const replies = defineMethod({
  takes: Page.extend({ ts: z.coerce.string() }),
  takesJson: false,
  run: (page, workspace) => {
    const channel = workspace.getReadable(page.channel);
    const named = channel.find(page.ts);
    const parent = named?.threadTs === undefined ? named : channel.find(named.threadTs);
    if (!parent) throw new Refusal('thread_not_found');

    return toPage([parent, ...channel.repliesOf(parent.ts)], page, { channel, defaultLimit: 1_000 });
  },
});

export const conversationMethods = {
  'conversations.list': list,
  'conversations.info': info,
  'conversations.history': history,
  'conversations.replies': replies,
};

/** The part of the messages, which are in the order of the answer, that the page names. */
function toPage(
  messages: readonly Message[],
  page: Page,
  { channel, defaultLimit }: { channel: Channel; defaultLimit: number },
): Answer {
  const wanted = messages.filter(({ ts }) => isWithin(ts, page));
  const start = page.cursor === undefined ? 0 : wanted.findIndex(({ ts }) => ts === fromCursor(page.cursor));
  if (start < 0) throw new Refusal('invalid_cursor');

  const end = start + Math.min(page.limit ?? defaultLimit, 999);
  const next = wanted[end];
  return {
    messages: wanted
      .slice(start, end)
      .map((message) => toMessageJson(message, channel, page.include_all_metadata)),
    has_more: next !== undefined,
    ...(next && { response_metadata: { next_cursor: toCursor(next.ts) } }),
  };
}

/** Both ends count only when `inclusive` says so. */
function isWithin(ts: string, { oldest, latest, inclusive }: Page): boolean {
  const at = toMicroseconds(ts);
  const from = toMicroseconds(oldest);
  const to = latest === undefined ? Number.POSITIVE_INFINITY : toMicroseconds(latest);
  return (at > from && at < to) || (inclusive && (at === from || at === to));
}

/** A ts is text for clients; only here is it a number. */
function toMicroseconds(ts: string): number {
  const [seconds = '', fraction = ''] = ts.split('.');
  if (!/^\d+$/.test(seconds) || !/^\d{0,6}$/.test(fraction)) throw new Refusal('invalid_ts_latest');

  return Number(seconds) * 1_000_000 + Number(fraction.padEnd(6, '0'));
}

function toChannelJson(channel: Channel): Answer {
  return {
    id: channel.id,
    name: channel.name,
    is_channel: true,
    is_private: false,
    is_archived: channel.archived,
    is_ext_shared: channel.shared,
    is_member: channel.members.has(BOT.userId),
    num_members: channel.members.size,
  };
}

function toCursor(position: string): string {
  return Buffer.from(`next:${position}`).toString('base64');
}

function fromCursor(cursor = ''): string {
  return Buffer.from(cursor, 'base64')
    .toString()
    .replace(/^next:/, '');
}
