import * as z from 'zod/mini';
import type { SlackApi } from '#shared/channels/slack/api.ts';
import { openSlackApi } from '#shared/channels/slack/open-api.ts';
import { InvalidInputError } from '#shared/errors.ts';
import type { Command } from '#shared/runtime/command-entry.ts';
import { findButtonAction, type Modal, toView } from './modal.ts';
import type { SlackApp } from './slack.ts';
import type { Origin } from './verify.ts';

const BlockActions = z.object({
  channel: z.optional(z.object({ id: z.string() })),
  message: z.optional(z.object({ text: z.optional(z.string()) })),
  trigger_id: z.string(),
  actions: z.array(
    z.object({
      action_id: z.string(),
      value: z.optional(z.string()),
      text: z.optional(z.object({ text: z.string() })),
    }),
  ),
});
type BlockActions = z.infer<typeof BlockActions>;

/** `<record key> <hint>`: whether a reason is required, or which stage it is about. */
const VALUE = /^((approval|execution)\/[\w./%@~!*'()-]{1,500})(?: ([\w.@-]{1,100}))?$/;

const Accepted = z.object({});
const TOO_LATE = 'That took too long to open. Please press the button again.';
/** Slack lets a dialog be opened for three seconds; what is older than this was not pressed just now. */
const LIVE_SECONDS = 10;

interface Press {
  readonly origin: Origin;
  readonly person: Command['person'];
}

/** At a button of ours, the dialog that asks for a reason; other buttons are links, or not ours. */
export async function openModal(json: unknown, press: Press, app: SlackApp): Promise<void> {
  const pressed = BlockActions.safeParse(json).data;
  if (pressed === undefined) throw new InvalidInputError('an action in Slack must name its trigger');
  const modal = toModal(pressed);
  if (modal === undefined) return;
  const api = await openSlackApi(press.origin.secret, app.channelClients);
  const body = { trigger_id: pressed.trigger_id, view: toView(modal) };
  const opened = await api.call({ method: 'views.open', body }, Accepted);
  if (opened.ok) return;
  app.telemetry.warn('A dialog could not be opened', { reason: `Slack views.open: ${opened.error}` });
  if (opened.error === 'trigger_exchanged' || isRepeated(press, app)) return;
  await tell(api, { channel: modal.subject.channel, user: press.person.user });
}

/** Undefined: nothing of ours was pressed. */
function toModal({ actions: [pressed], channel, message }: BlockActions): Modal | undefined {
  const action = findButtonAction(pressed?.action_id ?? '');
  const [, record, kind, hint] = VALUE.exec(pressed?.value ?? '') ?? [];
  if (action === undefined || record === undefined || channel === undefined) return undefined;
  if (!action.startsWith(`${kind}.`)) return undefined;
  const stage = kind === 'execution' ? hint : undefined;
  return {
    action,
    subject: { record, channel: channel.id, ...(stage !== undefined && { stage }) },
    headline: message?.text?.split('\n')[0] ?? '',
    // Nobody should have to guess later why nothing was told.
    ...(action.startsWith('approval.choose-') && { label: pressed?.text?.text }),
    isReasonRequired: action === 'execution.silence' || (kind === 'approval' && hint === 'required'),
  };
}

/** A repeated request must have no effect, and so tells nobody anything. */
function isRepeated({ origin }: Press, { clock }: SlackApp): boolean {
  return clock.now() - origin.at > LIVE_SECONDS;
}

async function tell(api: SlackApi, to: { readonly channel: string; readonly user: string }): Promise<void> {
  await api.call({ method: 'chat.postEphemeral', body: { ...to, text: TOO_LATE } }, Accepted);
}
