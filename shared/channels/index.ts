import type { Channel } from './channel.ts';
import { eventBus } from './event-bus.ts';
import { slack } from './slack/index.ts';
import { slackWebhook } from './slack-webhook.ts';
import { snapshot } from './snapshot.ts';
import { sns } from './sns.ts';
import { stateMachine } from './state-machine.ts';

export const channels: readonly Channel[] = [slack, slackWebhook, sns, eventBus, stateMachine, snapshot];

export function findChannel(type: string): Channel | undefined {
  return channels.find((channel) => channel.type === type);
}
