import * as z from 'zod';
import type { Channel } from '../channel.ts';
import type { Content } from '../content.ts';
import { toMessageJson } from '../methods/message-json.ts';
import { TEAM } from '../people.ts';
import { NotPossible } from '../refusal.ts';
import { type Parts, toEnvelope } from './payload.ts';
import { findPressWords } from './words.ts';

const Button = z.looseObject({ type: z.literal('button'), action_id: z.string() });
const Block = z.looseObject({
  block_id: z.string().default(''),
  elements: z.array(z.unknown()).default([]),
  accessory: z.unknown().optional(),
});

export interface Press {
  readonly channel: string;
  readonly ts: string;
  readonly actionId: string;
  /** Tells buttons apart that have the same action. */
  readonly blockId?: string | undefined;
  readonly user: string;
}

/** Gives the warning that the person sees, if any. */
export async function press(given: Press, parts: Parts): Promise<string | undefined> {
  const { workspace, sender, baseUrl, now } = parts;
  const { channel, person } = workspace.getPlace(given.channel, given.user);
  const { content, shown } = getMessage(given, channel);
  const action = findButton(content, given);
  if (!action) throw new NotPossible(`The message has no button "${given.actionId}" any more.`);

  const responsePath = workspace.responseUrls.issue({
    kind: 'actions',
    channelId: channel.id,
    user: person.id,
    originalTs: given.ts,
  });
  const payload = {
    type: 'block_actions',
    ...toEnvelope(person, parts),
    // The workspace that has the app, whoever presses.
    team: { id: TEAM.id, domain: TEAM.domain },
    ...shown,
    channel: { id: channel.id, name: channel.name },
    state: { values: {} },
    actions: [{ ...action, action_ts: (now() / 1_000).toFixed(6) }],
    response_url: `${baseUrl}${responsePath}`,
  };
  return findPressWords(await sender.send({ payload: JSON.stringify(payload) }));
}

/** The message on the person's screen, and what the payload says of it: an ephemeral one is not in there. */
function getMessage(
  { ts, user }: Press,
  channel: Channel,
): { readonly content: Content; readonly shown: object } {
  const container = { type: 'message', message_ts: ts, channel_id: channel.id };
  const message = channel.find(ts);
  if (message)
    return {
      content: message,
      shown: {
        container: { ...container, is_ephemeral: false },
        message: toMessageJson(message, channel, true),
      },
    };

  const ephemeral = channel.ephemeral.find(ts, user);
  if (!ephemeral) throw new NotPossible(`The message is not in #${channel.name} any more.`);

  return { content: ephemeral, shown: { container: { ...container, is_ephemeral: true } } };
}

function findButton(
  { blocks, attachments }: Content,
  { actionId, blockId }: Press,
): Readonly<Record<string, unknown>> | undefined {
  const attached = attachments.flatMap((attachment) =>
    z.array(z.unknown()).catch([]).parse(attachment['blocks']),
  );
  for (const given of [...blocks, ...attached]) {
    const block = Block.parse(given);
    const buttons = [...block.elements, block.accessory].map((element) => Button.safeParse(element).data);
    const button = buttons.find((known) => known?.action_id === actionId);
    if (button && (blockId === undefined || blockId === block.block_id))
      return { ...button, block_id: block.block_id };
  }
  return undefined;
}
