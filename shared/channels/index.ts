import type { Channel } from './channel.ts';
import { slack } from './slack/index.ts';
import { slackWebhook } from './slack-webhook.ts';
import { snapshot } from './snapshot.ts';
import { sns } from './sns.ts';

export const channels: readonly Channel[] = [slack, slackWebhook, sns, snapshot];

export function findChannel(type: string): Channel | undefined {
  return channels.find((channel) => channel.type === type);
}
