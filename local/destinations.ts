import { CreateTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import * as z from 'zod';
import type { Settings } from '#shared/config/compiled.ts';
import { REGION } from './aws/identity.ts';
import type { EmbeddedAws } from './aws/index.ts';
import { toTopicName } from './mailbox.ts';
import type { LoopbackSlack } from './slack/index.ts';

const Destination = z.union([
  z.object({ type: z.literal('slack'), channel: z.string(), secret: z.string() }),
  z.object({ type: z.literal('slack-webhook'), secret: z.string() }),
  z.object({ type: z.literal('sns'), topic: z.string() }),
  // Of any other type, what it needs is not known here.
  z.object({ type: z.string().transform(() => 'other' as const) }),
]);
type Destination = z.infer<typeof Destination>;

/** What the settings name and somebody would have made by hand on AWS and in Slack. */
export interface Surroundings {
  readonly channels: readonly string[];
  readonly secrets: ReadonlyMap<string, string>;
  readonly topics: readonly string[];
}

export function toSurroundings({ destinations }: Settings, slack: LoopbackSlack): Surroundings {
  const known = Object.entries(destinations).map(([name, given]) => ({
    name,
    given: Destination.parse(given),
  }));
  return {
    channels: known.flatMap(({ name, given }) => channelOf(name, given) ?? []),
    secrets: new Map(known.flatMap(({ name, given }) => secretOf(name, given, slack))),
    topics: known.flatMap(({ given }) => (given.type === 'sns' ? [toTopicName(given.topic)] : [])),
  };
}

export async function createTopics(
  names: readonly string[],
  { endpoint }: Pick<EmbeddedAws, 'endpoint'>,
): Promise<void> {
  const client = new SNSClient({
    endpoint,
    region: REGION,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  for (const Name of names) await client.send(new CreateTopicCommand({ Name }));
  client.destroy();
}

/** A webhook does not say where it posts to: here, to a channel with the destination's name. */
function channelOf(name: string, given: Destination): string | undefined {
  if (given.type === 'slack') return given.channel;
  return given.type === 'slack-webhook' ? name : undefined;
}

function secretOf(name: string, given: Destination, slack: LoopbackSlack): readonly [string, string][] {
  if (given.type === 'slack')
    return [[given.secret, JSON.stringify({ botToken: slack.botToken, signingSecret: slack.signingSecret })]];
  return given.type === 'slack-webhook'
    ? [[given.secret, JSON.stringify({ url: slack.webhookUrl(name) })]]
    : [];
}
