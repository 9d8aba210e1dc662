import * as z from 'zod/mini';
import type { MessageIdentity, MessageRef } from '#shared/channels/channel.ts';
import { RejectedError } from '#shared/errors.ts';
import type { SlackApi } from './api.ts';
import type { SlackErrorKind } from './errors.ts';

const Message = z.object({
  ts: z.string(),
  metadata: z.catch(
    z.optional(z.object({ event_payload: z.object({ subject: z.string(), key: z.string() }) })),
    undefined,
  ),
});
const Messages = z.object({
  messages: z.array(Message),
  response_metadata: z.optional(z.object({ next_cursor: z.optional(z.string()) })),
});
const Channels = z.object({
  channels: z.array(z.object({ id: z.string(), name: z.optional(z.string()) })),
  response_metadata: z.optional(z.object({ next_cursor: z.optional(z.string()) })),
});

const PAGE = 200;
// Two searches of four pages, each with its time-out, end before the claim that they are made under.
const MAX_PAGES = 4;
/** Slack's clock and ours may differ. */
const SKEW_SECONDS = 60;

interface Search {
  readonly channel: string;
  readonly parent: MessageRef | undefined;
  readonly identity: MessageIdentity;
  readonly since: number;
}

/** The message with this identity in its metadata: in the channel's history, or in its parent's thread. */
export async function findMessage(api: SlackApi, search: Search): Promise<MessageRef | undefined> {
  const channel = search.parent?.['channel'] ?? (await findChannelId(api, search.channel));
  if (channel === undefined) return undefined;
  const thread = search.parent?.['ts'];
  const body = {
    channel,
    limit: PAGE,
    include_all_metadata: true,
    oldest: String(search.since - SKEW_SECONDS),
  };
  const call =
    thread === undefined
      ? { method: 'conversations.history', body }
      : { method: 'conversations.replies', body: { ...body, ts: thread } };
  return eachPage(async (cursor) => {
    const answer = await api.call(
      { ...call, body: { ...call.body, ...(cursor !== '' && { cursor }) }, isForm: true },
      Messages,
    );
    if (!answer.ok) return assertGone(call.method, answer);
    const found = answer.value.messages.find(({ metadata }) =>
      isSame(metadata?.event_payload, search.identity),
    );
    return {
      found: found === undefined ? undefined : { channel, ts: found.ts },
      next: answer.value.response_metadata?.next_cursor ?? '',
    };
  });
}

/** History wants an id; the settings may hold a name. */
async function findChannelId(api: SlackApi, channel: string): Promise<string | undefined> {
  if (!channel.startsWith('#')) return channel;
  return eachPage(async (cursor) => {
    const body = {
      limit: 1000,
      exclude_archived: true,
      types: 'public_channel,private_channel',
      ...(cursor !== '' && { cursor }),
    };
    const method = 'conversations.list';
    const answer = await api.call({ method, body, isForm: true }, Channels);
    if (!answer.ok) return assertGone(method, answer);
    const found = answer.value.channels.find(({ name }) => name === channel.slice(1));
    return { found: found?.id, next: answer.value.response_metadata?.next_cursor ?? '' };
  });
}

/** A thread that is gone holds nothing; any other refusal tells nothing, and must not be taken for an empty answer. */
function assertGone(
  method: string,
  { error, kind }: { readonly error: string; readonly kind?: SlackErrorKind },
) {
  if (kind === 'gone') return { next: '' };
  throw new RejectedError(`Slack ${method}: ${error}; whether the message is there cannot be told`);
}

async function eachPage<T>(
  read: (cursor: string) => Promise<{ readonly found?: T | undefined; readonly next: string }>,
): Promise<T | undefined> {
  let cursor = '';
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const { found, next } = await read(cursor);
    if (found !== undefined || next === '') return found;
    cursor = next;
  }
  return undefined;
}

function isSame(payload: MessageIdentity | undefined, identity: MessageIdentity): boolean {
  return payload?.subject === identity.subject && payload.key === identity.key;
}
