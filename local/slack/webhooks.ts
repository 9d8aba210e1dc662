import type { IncomingMessage } from 'node:http';
import type { Call } from './call.ts';
import { ContentArguments, getContent } from './content.ts';
import type { Reply } from './http.ts';
import { Refusal } from './refusal.ts';
import { BOT, type Workspace } from './workspace.ts';

const WEBHOOK_METHOD = 'incoming-webhook';

/** Words of the Web API that a webhook says differently. */
const WORDS: Readonly<Record<string, string>> = {
  is_archived: 'channel_is_archived',
  msg_too_long: 'invalid_payload',
  invalid_blocks_format: 'invalid_blocks',
};
const STATUS_BY_WORD: Readonly<Record<string, number>> = {
  no_service: 404,
  no_active_hooks: 404,
  channel_not_found: 404,
  channel_is_archived: 410,
  action_prohibited: 403,
  posting_to_general_channel_denied: 403,
};

const Payload = ContentArguments.pick({ text: true, blocks: true, attachments: true }).extend({
  thread_ts: ContentArguments.shape.text,
});

/** Posts to the channel that the webhook is bound to; there is no ts to come back to. */
export function toWebhookCall(request: IncomingMessage, body: string, workspace: Workspace): Call {
  const channel = workspace.findWebhookChannel(request.url ?? '');
  const payload = findPayload(request, body);
  return {
    method: WEBHOOK_METHOD,
    channels: channel ? [channel.id, channel.name] : [],
    body: payload,
    authorize: () => {
      if (!channel) throw new Refusal('no_service');
    },
    run: () => {
      if (!channel) throw new Refusal('no_service');
      if (channel.archived) throw new Refusal('is_archived');

      const parsed = Payload.safeParse(payload);
      if (!parsed.success) throw new Refusal('invalid_payload');

      const { thread_ts: threadTs, ...content } = parsed.data;
      channel.post({
        ...getContent(content),
        author: { id: `${BOT.id}H`, name: BOT.name, kind: 'webhook' },
        threadTs,
      });
      return { status: 200, body: 'ok', type: 'text/html' };
    },
    refuse: toRefusalReply,
  };
}

/** The JSON of the body, also when it comes in a form's field `payload`. */
function findPayload(request: IncomingMessage, body: string): unknown {
  const isForm = /^application\/x-www-form-urlencoded\b/.test(request.headers['content-type'] ?? '');
  try {
    return JSON.parse(isForm ? (new URLSearchParams(body).get('payload') ?? body) : body);
  } catch {
    // Whatever is no JSON is answered with invalid_payload.
    return undefined;
  }
}

function toRefusalReply({ code }: Pick<Refusal, 'code'>): Reply {
  const word = WORDS[code] ?? code;
  return { status: STATUS_BY_WORD[word] ?? 400, body: word, type: 'text/html', error: word };
}
