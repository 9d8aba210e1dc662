import type { Channel, Message } from '../channel.ts';
import { TEAM } from '../people.ts';
import { BOT } from '../workspace.ts';
import type { Answer } from './method.ts';

/** A message as the Web API writes it. Metadata is there only for those who ask for it. */
export function toMessageJson(message: Message, channel: Channel, includeMetadata: boolean): Answer {
  return {
    type: 'message',
    ...(message.broadcast && { subtype: 'thread_broadcast' }),
    ...toAuthorJson(message),
    text: message.text,
    ts: message.ts,
    team: TEAM.id,
    ...(message.blocks.length > 0 && { blocks: message.blocks }),
    ...(message.attachments.length > 0 && { attachments: message.attachments }),
    ...(message.editedTs !== undefined && { edited: { user: BOT.userId, ts: message.editedTs } }),
    ...toThreadJson(message, channel),
    ...(includeMetadata && message.metadata && { metadata: message.metadata }),
  };
}

function toAuthorJson({ author }: Message): Answer {
  if (author.kind === 'person') return { user: author.id };
  if (author.kind === 'webhook') return { subtype: 'bot_message', bot_id: author.id, username: author.name };

  return {
    user: BOT.userId,
    bot_id: BOT.id,
    app_id: BOT.appId,
    bot_profile: { id: BOT.id, app_id: BOT.appId, name: BOT.name, team_id: TEAM.id },
  };
}

function toThreadJson(message: Message, channel: Channel): Answer {
  if (message.threadTs !== undefined) return { thread_ts: message.threadTs };

  const replies = channel.repliesOf(message.ts);
  if (replies.length === 0) return {};

  return {
    thread_ts: message.ts,
    reply_count: replies.length,
    latest_reply: replies.at(-1)?.ts,
    reply_users: [...new Set(replies.map(({ author }) => author.id))],
  };
}
