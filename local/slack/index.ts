import { createServer } from 'node:http';
import { closeServer, listenOnLoopback } from '../loopback-server.ts';
import type { CallView } from './call.ts';
import { type FaultRule, Faults } from './faults.ts';
import { createInteractivity, type Interactivity } from './interactivity/index.ts';
import { createSender } from './interactivity/sender.ts';
import { RateLimiter, type RateLimits } from './rate-limits.ts';
import { createService } from './service.ts';
import type { ChannelView, Person, UserGroup } from './views.ts';
import { type ChannelOptions, Workspace } from './workspace.ts';

const BOT_TOKEN = 'xoxb-local-signalbox-bot-token';
const SIGNING_SECRET = 'local-signing-secret';
const PATIENCE_MILLISECONDS = 3_000;

export interface LoopbackSlack extends Interactivity {
  /** Value for SLACK_API_URL. */
  readonly apiUrl: string;
  /** The one token that is accepted. */
  readonly botToken: string;
  /** Signs what goes to the request URL. */
  readonly signingSecret: string;
  readonly people: readonly Person[];
  readonly groups: readonly UserGroup[];
  /** An incoming webhook that posts to the channel, which is created if need be. */
  webhookUrl(channel: string): string;
  /**
   * By name or id. Everybody of the workspace is in it, the guest if it is `shared`, and the bot unless `invited` is
   * false. Once more with `archived`: archives it.
   */
  createChannel(name: string, options?: ChannelOptions): void;
  /** Posts as a person; gives the ts. */
  say(message: { channel: string; user: string; text: string; threadTs?: string }): string;
  /** Channels as people see them, oldest message first. */
  channels(): readonly ChannelView[];
  /** Every call that was answered, refused or broken, in that order; webhooks as `incoming-webhook`. */
  calls(): readonly CallView[];
  /** Faults on command; the first rule that fits a call hits it. */
  fail(rule: FaultRule): void;
  /** Forgets all fault rules. */
  recover(): void;
  /** Calls the listener after every change of what people see. Gives the way to stop it. */
  subscribe(listener: () => void): () => void;
  stop(): Promise<void>;
}

export interface LoopbackSlackOptions {
  /** Answers 429 beyond these; no limits if absent. `SLACK_RATE_LIMITS` are Slack's own. */
  readonly rateLimits?: RateLimits;
  readonly now?: () => number;
  /** How long the app has to answer what people do; Slack's 3 seconds if absent. */
  readonly patienceMilliseconds?: number;
}

/** A Slack workspace on 127.0.0.1 that speaks the Web API and incoming webhooks, and tells the app what people press. */
export async function startLoopbackSlack({
  rateLimits,
  now = Date.now,
  patienceMilliseconds = PATIENCE_MILLISECONDS,
}: LoopbackSlackOptions = {}): Promise<LoopbackSlack> {
  const workspace = new Workspace(now);
  const faults = new Faults();
  const limiter = rateLimits && new RateLimiter(rateLimits, now);
  const service = createService({ workspace, botToken: BOT_TOKEN, faults, limiter, now });
  const server = createServer(service.handle);
  const baseUrl = `http://127.0.0.1:${await listenOnLoopback(server)}`;
  const sender = createSender({ signingSecret: SIGNING_SECRET, patienceMilliseconds, now });
  return {
    ...createInteractivity({ workspace, sender, baseUrl, now, announce: service.announce }),
    apiUrl: `${baseUrl}/api`,
    botToken: BOT_TOKEN,
    signingSecret: SIGNING_SECRET,
    people: workspace.people,
    groups: workspace.groups,
    webhookUrl: (channel) => `${baseUrl}${workspace.webhookPath(channel)}`,
    createChannel: (name, options) => {
      workspace.createChannel(name, options);
      service.announce();
    },
    say: (message) => {
      const ts = workspace.say(message);
      service.announce();
      return ts;
    },
    channels: () => workspace.channels().map((channel) => channel.view()),
    calls: () => service.calls,
    fail: (rule) => faults.add(rule),
    recover: () => faults.clear(),
    subscribe: service.subscribe,
    stop: () => {
      service.abort();
      sender.abort();
      return closeServer(server);
    },
  };
}
