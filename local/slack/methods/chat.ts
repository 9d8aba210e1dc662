import * as z from 'zod';
import type { Channel, Message } from '../channel.ts';
import { ContentArguments, findMetadata, getContent } from '../content.ts';
import { Refusal } from '../refusal.ts';
import { APP_AUTHOR, type Workspace } from '../workspace.ts';
import { toMessageJson } from './message-json.ts';
import { type Answer, defineMethod, Flag } from './method.ts';

const postMessage = defineMethod({
  takes: ContentArguments.extend({
    channel: z.string(),
    thread_ts: z.coerce.string().optional(),
    reply_broadcast: Flag,
  }),
  run: ({ channel: name, thread_ts, reply_broadcast, metadata, ...content }, workspace) => {
    const channel = workspace.getWritable(name);
    const message = channel.post({
      ...getContent(content),
      author: APP_AUTHOR,
      threadTs: thread_ts,
      broadcast: reply_broadcast,
      metadata: findMetadata(metadata),
    });
    return answerWith(channel, message);
  },
});

const update = defineMethod({
  takes: ContentArguments.extend({ channel: z.string(), ts: z.string(), reply_broadcast: Flag }),
  run: (args, workspace) => {
    const channel = workspace.getWritable(args.channel);
    const message = getOwn(channel, args.ts, 'cant_update_message');
    const updated = {
      ...toUpdated(message, args, channel),
      broadcast: toBroadcast(message, args.reply_broadcast),
    };
    channel.replace(updated);
    return { ...answerWith(channel, updated), text: updated.text };
  },
});

const remove = defineMethod({
  takes: z.object({ channel: z.string(), ts: z.string() }),
  run: ({ channel: name, ts }, workspace) => {
    const channel = workspace.getReadable(name);
    getOwn(channel, ts, 'cant_delete_message');
    channel.delete(ts);
    return { channel: channel.id, ts };
  },
});

const postEphemeral = defineMethod({
  takes: ContentArguments.extend({
    channel: z.string(),
    user: z.string(),
    thread_ts: z.coerce.string().optional(),
  }),
  run: ({ channel: name, user, thread_ts, metadata: _, ...content }, workspace) => {
    const channel = workspace.getWritable(name);
    assertReachable(user, channel, workspace);
    const message_ts = channel.postEphemeral({
      ...getContent(content),
      user,
      author: APP_AUTHOR,
      ...(thread_ts !== undefined && { threadTs: thread_ts }),
    });
    return { message_ts };
  },
});

export const chatMethods = {
  'chat.postMessage': postMessage,
  'chat.update': update,
  'chat.delete': remove,
  'chat.postEphemeral': postEphemeral,
};

function getOwn(channel: Channel, ts: string, refusal: string): Message {
  const message = channel.find(ts);
  if (!message) throw new Refusal('message_not_found');
  if (message.author.kind !== 'app') throw new Refusal(refusal);

  return message;
}

/**
 * What is not named is kept, except that text without blocks removes the blocks.
 * https://docs.slack.dev/reference/methods/chat.update
 */
function toUpdated(message: Message, args: ContentArguments, channel: Channel): Message {
  const content = getContent({
    text: args.text ?? message.text,
    blocks: args.blocks ?? (args.text === undefined ? message.blocks : []),
    attachments: args.attachments ?? message.attachments,
  });
  return {
    ...message,
    ...content,
    metadata: args.metadata === undefined ? message.metadata : findMetadata(args.metadata),
    editedTs: content.blocks.length > 0 ? message.editedTs : channel.nextTs(),
  };
}

function toBroadcast(message: Message, asked: boolean): boolean {
  return message.broadcast || (asked && message.threadTs !== undefined);
}

function assertReachable(user: string, channel: Channel, { people }: Workspace): void {
  if (!people.some(({ id }) => id === user)) throw new Refusal('users_not_found');
  if (!channel.members.has(user)) throw new Refusal('user_not_in_channel');
}

function answerWith(channel: Channel, message: Message): Answer {
  return { channel: channel.id, ts: message.ts, message: toMessageJson(message, channel, true) };
}
