import type { IncomingMessage } from 'node:http';
import * as z from 'zod';
import type { Call } from './call.ts';
import type { Channel } from './channel.ts';
import { type Content, ContentArguments, getContent } from './content.ts';
import { Refusal } from './refusal.ts';
import type { ResponseTarget } from './response-urls.ts';
import { APP_AUTHOR, type Workspace } from './workspace.ts';

const ANSWER_METHOD = 'response-url';

const Answer = ContentArguments.extend({
  response_type: z.enum(['in_channel', 'ephemeral']).default('ephemeral'),
  replace_original: z.boolean().default(false),
  delete_original: z.boolean().default(false),
  thread_ts: z.string().optional(),
});
type Answer = z.infer<typeof Answer>;

export function isAnswer(path: string): boolean {
  return /^\/(?:actions|commands)\//.test(path);
}

/** An answer of the app to what a person did, sent to a response_url. */
export function toAnswerCall(request: IncomingMessage, body: string, workspace: Workspace): Call {
  const path = request.url ?? '';
  const target = workspace.responseUrls.find(path);
  const channel = target && workspace.findChannel(target.channelId);
  const given = findJson(body);
  return {
    method: ANSWER_METHOD,
    channels: channel ? [channel.id, channel.name] : [],
    body: given,
    authorize: () => {
      if (!channel) throw new Refusal('invalid_url');
    },
    run: () => {
      showAnswer(given, workspace.responseUrls.use(path), workspace);
      return { status: 200, body: 'ok', type: 'text/html' };
    },
    refuse: ({ code }) => ({
      status: code.endsWith('_url') ? 404 : 500,
      body: JSON.stringify({ ok: false, error: code }),
      type: 'application/json; charset=utf-8',
      error: code,
    }),
  };
}

/** Shows what the app answers: to the person alone, unless it says otherwise. */
export function showAnswer(given: unknown, target: ResponseTarget, workspace: Workspace): void {
  const channel = workspace.findChannel(target.channelId);
  if (!channel) throw new Refusal('channel_not_found');

  const answer = Answer.safeParse(given);
  if (!answer.success) throw new Refusal('invalid_payload');

  const { originalTs } = target;
  if (originalTs !== undefined && answer.data.delete_original) deleteOriginal(originalTs, channel);
  else if (originalTs !== undefined && answer.data.replace_original)
    replaceOriginal(originalTs, getContent(answer.data), channel);
  else show(answer.data, target.user, channel);
}

function show(answer: Answer, user: string, channel: Channel): void {
  const { thread_ts: threadTs, response_type } = answer;
  const draft = {
    ...getContent(answer),
    author: APP_AUTHOR,
    ...(threadTs !== undefined && { threadTs }),
  };
  if (response_type === 'in_channel') channel.post(draft);
  else channel.postEphemeral({ ...draft, user });
}

function deleteOriginal(ts: string, channel: Channel): void {
  channel.delete(ts);
  channel.ephemeral.delete(ts);
}

function replaceOriginal(ts: string, content: Content, channel: Channel): void {
  const message = channel.find(ts);
  if (message) channel.replace({ ...message, ...content });
  channel.ephemeral.replace(ts, content);
}

function findJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    // Whatever is no JSON is answered with invalid_payload.
    return undefined;
  }
}
