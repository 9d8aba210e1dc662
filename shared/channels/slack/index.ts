import * as z from 'zod/mini';
import {
  defineChannel,
  type MessageIdentity,
  type MessageRef,
  type Operation,
  type Sent,
  type Urgency,
} from '#shared/channels/channel.ts';
import { SecretName } from '#shared/channels/secret.ts';
import { RejectedError } from '#shared/errors.ts';
import type { Allowance } from '#shared/store/budgets.ts';
import type { SlackApi } from './api.ts';
import { type SlackMessage, toBlocks } from './blocks.ts';
import { Excerpts } from './excerpts.ts';
import { findMessage } from './find.ts';
import { openSlackApi } from './open-api.ts';

const METADATA_EVENT_TYPE = 'signalbox';

const Settings = z.strictObject({
  type: z.literal('slack'),
  channel: z
    .string()
    .check(
      z.regex(/^(#[^\s#]{1,80}|[CG][A-Z0-9]{6,})$/, 'a channel is "#name" or an id such as C0123456789'),
      z.describe('"#name" or, which survives renaming, the id of the channel'),
    ),
  mentions: z
    ._default(z.boolean(), true)
    .check(z.describe('Whether the author of a change that failed is mentioned, found by e-mail address')),
  secret: SecretName.check(z.describe('Name in Secrets Manager of {"botToken": "xoxb-…"}, JSON as text')),
  excerpts: Excerpts,
});
type Settings = z.infer<typeof Settings>;

interface Payload extends SlackMessage {
  readonly channel: string;
  readonly reply_broadcast?: true;
}

const Posted = z.object({ channel: z.string(), ts: z.string() });

/** One message per execution, edited in place; failures and recoveries as replies that the channel sees too. */
export const slack = defineChannel<Settings, Payload>({
  type: 'slack',
  settings: Settings,
  follows: 'state',
  hasBudget: true,
  needs: ({ secret }) => ({ secrets: [secret] }),
  mentions: ({ mentions, secret }) => (mentions ? secret : undefined),
  wantsLog: ({ excerpts }) => excerpts,
  // chat.update is limited per workspace, posts per channel; a token stands for its workspace.
  pauseScope: (operation, { secret }) => (operation === 'update' ? `slack ${secret} chat.update` : undefined),
  allowances,
  render({ card, announcement }, { channel, excerpts }) {
    if (announcement === undefined) return { channel, ...toBlocks(card, { reasons: 'line' }) };
    return NEWS.includes(announcement.status)
      ? {
          channel,
          ...toBlocks({ ...card, progress: [] }, { reasons: 'whole', excerpts }),
          reply_broadcast: true,
        }
      : undefined;
  },
  async send({ operation, message, ref, identity, settings, clients }) {
    const api = await openSlackApi(settings.secret, clients);
    if (operation === 'update') return update(api, message, required(ref));
    return post(api, message, { identity, thread: operation === 'reply' ? required(ref).ts : undefined });
  },
  async find({ parent, identity, since, settings, clients }) {
    return findMessage(await openSlackApi(settings.secret, clients), {
      parent,
      identity,
      since,
      channel: settings.channel,
    });
  },
});

/** What is worth a reply that the channel sees too. */
const NEWS: readonly string[] = ['failed', 'recovered', 'approval', 'reminder'];

/** How long a channel must have been without a post before what is less urgent is posted there, in milliseconds. */
const QUIET: Readonly<Record<Urgency, number>> = { urgent: 0, news: 1000, progress: 2000 };

// https://docs.slack.dev/apis/web-api/rate-limits: a post a second per channel, several hundred a minute and, for
// chat.update, fifty a minute per workspace, wherever the minute begins: three windows of half a minute may touch it.
function allowances(
  operation: Operation,
  urgency: Urgency,
  { secret, channel }: Settings,
): readonly Allowance[] {
  if (operation === 'update') return [{ scope: `slack ${secret} edits`, limit: 16, windowSeconds: 30 }];
  const posts = [
    { scope: `slack ${secret} ${channel} posts`, gapMilliseconds: 1000, quietMilliseconds: QUIET[urgency] },
    { scope: `slack ${secret} posts`, limit: 100, windowSeconds: 10 },
  ];
  // Most of the posts are left to news and digests.
  if (urgency !== 'progress') return posts;
  return [{ scope: `slack ${secret} progress`, limit: 50, windowSeconds: 30 }, ...posts];
}

async function post(
  api: SlackApi,
  message: Payload,
  { identity, thread }: { readonly identity: MessageIdentity; readonly thread: string | undefined },
): Promise<Sent> {
  const body = {
    ...message,
    ...(thread !== undefined && { thread_ts: thread }),
    metadata: { event_type: METADATA_EVENT_TYPE, event_payload: { ...identity } },
    unfurl_links: false,
    unfurl_media: false,
  };
  const answer = await call(api, 'chat.postMessage', body);
  return answer === 'GONE' ? answer : { ref: { channel: answer.channel, ts: answer.ts } };
}

async function update(api: SlackApi, message: Payload, { channel, ts }: MessageRef): Promise<Sent> {
  // reply_broadcast is said once, when the reply is made.
  const { reply_broadcast: _, ...content } = message;
  const answer = await call(api, 'chat.update', { ...content, channel, ts });
  return answer === 'GONE' ? answer : { ref: { channel: answer.channel, ts: answer.ts } };
}

async function call(api: SlackApi, method: string, body: Readonly<Record<string, unknown>>) {
  const first = await api.call({ method, body }, Posted);
  if (first.ok) return first.value;
  if (first.kind === 'gone') return 'GONE';
  // Blocks that Slack will not take must not cost the message: its text says the same.
  const { blocks: _, ...plain } = body;
  const second = await api.call({ method, body: plain }, Posted);
  if (second.ok) return second.value;
  if (second.kind === 'gone') return 'GONE';
  throw new RejectedError(`Slack ${method}: ${second.error}, also as plain text`);
}

function required(ref: MessageRef | undefined): { readonly channel: string; readonly ts: string } {
  return Posted.parse(ref);
}
