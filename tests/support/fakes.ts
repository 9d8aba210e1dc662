import type { ChannelClients } from '#shared/channels/channel.ts';
import type { BusEntry, Buses } from '#shared/clients/buses.ts';
import type { Clock } from '#shared/clients/clock.ts';
import type { CodePipeline, PipelineQuery } from '#shared/clients/codepipeline.ts';
import type { HttpClient, HttpRequest, HttpResponse } from '#shared/clients/http.ts';
import type { ObjectStore, StoredObject } from '#shared/clients/object-store.ts';
import type { Outbox, OutgoingMessage, Queues } from '#shared/clients/queues.ts';
import type { Secrets } from '#shared/clients/secrets.ts';
import type { Count, Telemetry } from '#shared/clients/telemetry.ts';
import type { TopicMessage, Topics } from '#shared/clients/topics.ts';
import { ConfigError } from '#shared/errors.ts';
import { START } from './build-event.ts';
import { FakeStateMachines } from './fake-machines.ts';

// Every fake keeps what it was asked, in order, and does what it is told: an Error in a script is thrown.

/** Answers from a script, one entry a request; the last entry serves the rest. */
export class FakeHttpClient implements HttpClient {
  readonly requests: HttpRequest[] = [];
  private readonly script: (Partial<HttpResponse> | Error)[];

  constructor(...script: readonly (Partial<HttpResponse> | Error)[]) {
    this.script = [...script];
  }

  async post(request: HttpRequest): Promise<HttpResponse> {
    this.requests.push(request);
    const answer = this.script.length > 1 ? this.script.shift() : this.script[0];
    if (answer instanceof Error) throw answer;
    return { status: 200, retryAfterSeconds: undefined, body: 'ok', ...answer };
  }

  /** Bodies as the receiver parses them. */
  get bodies(): readonly Readonly<Record<string, unknown>>[] {
    return this.requests.map(({ body }) => JSON.parse(body));
  }

  /** Last parts of the addresses: Slack's method names. */
  get methods(): readonly string[] {
    return this.requests.map(({ url }) => url.split('/').at(-1) ?? '');
  }
}

/** What Slack's Web API answers to a post or an update that it took. */
export function slackPosted(ts = '1772615700.000100', channel = 'C0123456789'): Partial<HttpResponse> {
  return slackAnswer({ ok: true, channel, ts });
}

export function slackRefused(error: string, more: Readonly<Record<string, unknown>> = {}) {
  return slackAnswer({ ok: false, error, ...more });
}

export function slackAnswer(body: unknown): Partial<HttpResponse> {
  return { status: 200, body: JSON.stringify(body) };
}

export class FakeSecrets implements Secrets {
  readonly asked: string[] = [];
  readonly forgotten: string[] = [];
  private readonly texts: ReadonlyMap<string, string>;

  constructor(texts: Readonly<Record<string, string>> = {}) {
    this.texts = new Map(Object.entries(texts));
  }

  async get(name: string): Promise<string> {
    this.asked.push(name);
    const text = this.texts.get(name);
    if (text === undefined) throw new ConfigError(`secret ${name}: ResourceNotFoundException`);
    return text;
  }

  forget(name: string): void {
    this.forgotten.push(name);
  }
}

export class FakeBuses implements Buses {
  readonly entries: BusEntry[] = [];
  error: Error | undefined;

  async put(entry: BusEntry): Promise<void> {
    if (this.error !== undefined) throw this.error;
    this.entries.push(entry);
  }
}

export class FakeTopics implements Topics {
  readonly published: TopicMessage[] = [];
  error: Error | undefined;

  async publish(message: TopicMessage): Promise<void> {
    if (this.error !== undefined) throw this.error;
    this.published.push(message);
  }
}

export class FakeObjectStore implements ObjectStore {
  readonly objects: StoredObject[] = [];
  error: Error | undefined;

  async put(object: StoredObject): Promise<void> {
    if (this.error !== undefined) throw this.error;
    this.objects.push(object);
  }
}

export class FakeQueues implements Queues {
  readonly parked: {
    readonly queueUrl: string;
    readonly body: string;
    readonly reason: Readonly<Record<string, string>>;
  }[] = [];
  readonly delayed: {
    readonly queueUrl: string;
    readonly receiptHandle: string;
    readonly seconds: number;
  }[] = [];
  parkError: Error | undefined;
  delayError: Error | undefined;

  async park(queueUrl: string, body: string, reason: Readonly<Record<string, string>>): Promise<void> {
    if (this.parkError !== undefined) throw this.parkError;
    this.parked.push({ queueUrl, body, reason });
  }

  async delay(queueUrl: string, receiptHandle: string, seconds: number): Promise<void> {
    if (this.delayError !== undefined) throw this.delayError;
    this.delayed.push({ queueUrl, receiptHandle, seconds });
  }
}

export class FakeOutbox implements Outbox {
  readonly messages: OutgoingMessage[] = [];
  error: Error | undefined;

  async send(messages: readonly OutgoingMessage[]): Promise<void> {
    if (this.error !== undefined) throw this.error;
    this.messages.push(...messages);
  }

  /** Bodies as the reader parses them. */
  get bodies(): readonly Readonly<Record<string, unknown>>[] {
    return this.messages.map(({ body }) => JSON.parse(body));
  }
}

export class FakeCodePipeline implements CodePipeline {
  readonly queries: PipelineQuery[] = [];
  stages: readonly string[] = ['Source', 'Build', 'Deploy'];
  error: Error | undefined;

  async getStages(query: PipelineQuery): Promise<readonly string[]> {
    this.queries.push(query);
    if (this.error !== undefined) throw this.error;
    return this.stages;
  }
}

/** Stands until it is moved. */
export class FakeClock implements Clock {
  time: number;

  constructor(time: number = START) {
    this.time = time;
  }

  now(): number {
    return this.time;
  }
}

export class FakeTelemetry implements Telemetry {
  readonly lines: {
    readonly level: 'info' | 'warn' | 'error';
    readonly message: string;
    readonly error?: unknown;
    readonly fields: Readonly<Record<string, string | number | undefined>>;
  }[] = [];
  readonly counts = new Map<Count, number>();

  info(message: string, fields = {}): void {
    this.lines.push({ level: 'info', message, fields });
  }

  warn(message: string, fields = {}): void {
    this.lines.push({ level: 'warn', message, fields });
  }

  error(message: string, error: unknown, fields = {}): void {
    this.lines.push({ level: 'error', message, error, fields });
  }

  count(name: Count, amount = 1): void {
    this.counts.set(name, (this.counts.get(name) ?? 0) + amount);
  }
}

export const BOT_TOKEN = 'xoxb-1234567890-canary-BotToken';
export const WEBHOOK_URL = 'https://hooks.slack.com/services/T0CANARY/B0CANARY/canary-WebhookPath';
/** Names as destinations in tests give them. */
export const SECRETS = {
  'signalbox/slack': JSON.stringify({ botToken: BOT_TOKEN, signingSecret: 'canary-SigningSecret' }),
  'signalbox/chat-webhook': JSON.stringify({ url: WEBHOOK_URL }),
} as const;

export interface FakeClients extends ChannelClients {
  readonly http: FakeHttpClient;
  readonly secrets: FakeSecrets;
  readonly topics: FakeTopics;
  readonly objects: FakeObjectStore;
  readonly buses: FakeBuses;
  readonly stateMachines: FakeStateMachines;
}

/** What channels send through; by default Slack takes everything. */
export function fakeClients(overrides: Partial<FakeClients> = {}): FakeClients {
  return {
    http: new FakeHttpClient(slackPosted()),
    secrets: new FakeSecrets(SECRETS),
    topics: new FakeTopics(),
    objects: new FakeObjectStore(),
    buses: new FakeBuses(),
    stateMachines: new FakeStateMachines(),
    failureResponse: 'arn:aws:states:eu-west-1:111122223333:stateMachine:failure-response',
    slackApiUrl: 'https://slack.com/api',
    ...overrides,
  };
}
