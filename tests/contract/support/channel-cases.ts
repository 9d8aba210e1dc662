import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SNSClient } from '@aws-sdk/client-sns';
import * as z from 'zod';
import type { ChannelClients } from '#shared/channels/channel.ts';
import { type AwsService, createAwsJson } from '#shared/clients/aws-json.ts';
import { createBuses } from '#shared/clients/buses.ts';
import { createHttpClient } from '#shared/clients/http.ts';
import { createObjectStore } from '#shared/clients/object-store.ts';
import { createStateMachines } from '#shared/clients/state-machines.ts';
import { createTopics } from '#shared/clients/topics.ts';
import { FakeSecrets, fakeClients } from '#tests/support/fakes.ts';
import { slackViolations } from './slack-limits.ts';

export interface ChannelCase {
  /** Valid, with every setting that there must be. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Settings that may be left out. */
  readonly options?: Readonly<Record<string, unknown>>;
  /** Real clients that talk to a medium at this address. */
  clients(mediumUrl: string): ChannelClients;
  /** Body of an answer that accepts a message. */
  readonly accepts: string;
  /** Whether the medium tells how long to wait. */
  readonly tellsWait: boolean;
  /** Statuses of which the medium means something else than HTTP does. */
  readonly codes?: Readonly<Record<number, string>>;
  /** Texts that no error may hold: what is in its secrets and credentials. */
  readonly canaries: readonly string[];
  /** What the medium would refuse in a payload: each a sentence. */
  violations(payload: unknown): readonly string[];
}

const TOKEN = 'xoxb-1234567890-canary-BotToken';
const HOOK_PATH = 'services/T0CANARY/B0CANARY/canary-WebhookPath';
const AWS_SECRET = 'canary-SecretAccessKey';
const CREDENTIALS = { accessKeyId: 'local', secretAccessKey: AWS_SECRET };

/** One entry a channel of `shared/channels/index.ts`, by its type. */
export const CHANNEL_CASES: Readonly<Record<string, ChannelCase>> = {
  slack: {
    settings: { type: 'slack', channel: '#pipelines', secret: 'signalbox/slack' },
    options: { excerpts: true },
    clients: (url) =>
      overHttp(url, {
        'signalbox/slack': JSON.stringify({ botToken: TOKEN, signingSecret: 'canary-Signing' }),
      }),
    accepts: JSON.stringify({ ok: true, channel: 'C0123456789', ts: '1772615700.000100' }),
    tellsWait: true,
    canaries: [TOKEN, 'canary-Signing'],
    violations: slackViolations,
  },
  'slack-webhook': {
    settings: { type: 'slack-webhook', secret: 'signalbox/chat-webhook' },
    options: { excerpts: true },
    clients: (url) =>
      overHttp(url, { 'signalbox/chat-webhook': JSON.stringify({ url: `${url}/${HOOK_PATH}` }) }),
    accepts: 'ok',
    tellsWait: true,
    canaries: [HOOK_PATH, 'canary-WebhookPath'],
    violations: slackViolations,
  },
  sns: {
    settings: { type: 'sns', topic: 'arn:aws:sns:eu-west-1:111122223333:release-mail' },
    clients(endpoint) {
      const client = new SNSClient({
        endpoint,
        region: 'eu-west-1',
        credentials: CREDENTIALS,
        maxAttempts: 1,
      });
      return fakeClients({ topics: createTopics(client) } as object);
    },
    accepts: '<PublishResponse><PublishResult><MessageId>m-1</MessageId></PublishResult></PublishResponse>',
    tellsWait: false,
    canaries: [AWS_SECRET],
    violations: topicViolations,
  },
  'event-bus': {
    settings: { type: 'event-bus', bus: 'arn:aws:events:eu-west-1:111122223333:event-bus/releases' },
    clients(endpoint) {
      const client = new EventBridgeClient({
        endpoint,
        region: 'eu-west-1',
        credentials: CREDENTIALS,
        maxAttempts: 1,
      });
      return fakeClients({ buses: createBuses(() => client) } as object);
    },
    accepts: '{"FailedEntryCount":0,"Entries":[{"EventId":"e-1"}]}',
    tellsWait: false,
    canaries: [AWS_SECRET],
    violations: entryViolations,
  },
  'state-machine': {
    settings: {
      type: 'state-machine',
      stateMachine: 'arn:aws:states:eu-west-1:111122223333:stateMachine:respond',
    },
    clients(url) {
      const variables = {
        AWS_ENDPOINT_URL: url,
        AWS_ACCESS_KEY_ID: 'local',
        AWS_SECRET_ACCESS_KEY: AWS_SECRET,
      };
      const services = {
        json: (service: AwsService, region: string) =>
          createAwsJson(service, { http: createHttpClient(), variables, region, attempts: 1 }),
      };
      return fakeClients({ stateMachines: createStateMachines(services) } as object);
    },
    accepts: '{"executionArn":"arn:aws:states:eu-west-1:111122223333:execution:respond:1","startDate":1}',
    tellsWait: false,
    canaries: [AWS_SECRET],
    violations: inputViolations,
  },
  snapshot: {
    settings: { type: 'snapshot' },
    clients: (url) =>
      fakeClients({
        objects: createObjectStore('archive', {
          http: createHttpClient(),
          variables: {
            AWS_ENDPOINT_URL_S3: url,
            AWS_REGION: 'eu-west-1',
            AWS_ACCESS_KEY_ID: 'local',
            AWS_SECRET_ACCESS_KEY: AWS_SECRET,
            AWS_SESSION_TOKEN: 'canary-SessionToken',
          },
        }),
      } as object),
    accepts: '',
    tellsWait: false,
    // S3's way of saying 429.
    codes: { 503: 'rate_limited' },
    canaries: [AWS_SECRET, 'canary-SessionToken'],
    violations: objectViolations,
  },
};

function overHttp(url: string, secrets: Readonly<Record<string, string>>): ChannelClients {
  return {
    ...fakeClients(),
    http: createHttpClient(),
    secrets: new FakeSecrets(secrets),
    slackApiUrl: `${url}/api`,
  };
}

const TopicPayload = z.strictObject({
  TopicArn: z.string().startsWith('arn:'),
  // Printable ASCII, no line break, under 100 characters, begins with a letter or digit.
  Subject: z.string().regex(/^[A-Za-z0-9][\x20-\x7e]{0,98}$/),
  Message: z.string(),
  MessageStructure: z.literal('json'),
  MessageAttributes: z.record(
    z.string().regex(/^[A-Za-z0-9_.-]{1,256}$/),
    z.strictObject({ DataType: z.literal('String'), StringValue: z.string().min(1).max(256) }),
  ),
});
const PROTOCOLS = ['default', 'email', 'email-json', 'http', 'https', 'lambda', 'sqs', 'sms'];

function topicViolations(payload: unknown): readonly string[] {
  const parsed = TopicPayload.safeParse(payload);
  if (!parsed.success) return parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  const { Message, MessageAttributes } = parsed.data;
  const texts = z.record(z.enum(PROTOCOLS), z.string().min(1)).safeParse(JSON.parse(Message)).data;
  const attributes = JSON.stringify(MessageAttributes);
  return [
    ...(texts === undefined ? ['not a text for each protocol'] : []),
    ...(Buffer.byteLength(Message) + Buffer.byteLength(attributes) > 262_144 ? ['more than 256 KiB'] : []),
    ...(Object.keys(MessageAttributes).length > 10 ? ['more than ten attributes'] : []),
    ...Object.values(texts ?? {}).flatMap((text) => (text.isWellFormed() ? [] : ['half a character'])),
    ...((texts?.['sms']?.length ?? 0) > 140 ? ['an SMS of more than 140 characters'] : []),
    ...['https', 'sqs'].flatMap((name) => (isJson(texts?.[name]) ? [] : [`${name} is not JSON`])),
  ];
}

const ObjectPayload = z.strictObject({
  key: z.string().regex(/^[\w!.*'()=/%~-]+\.json$/),
  body: z.string(),
  contentType: z.literal('application/json'),
});

function objectViolations(payload: unknown): readonly string[] {
  const parsed = ObjectPayload.safeParse(payload);
  if (!parsed.success) return parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  const { key, body } = parsed.data;
  return [
    ...(Buffer.byteLength(key) > 1024 ? ['a key of more than 1,024 bytes'] : []),
    ...(isJson(body) ? [] : ['not JSON']),
    ...(body.isWellFormed() ? [] : ['half a character']),
  ];
}

const Entry = z.strictObject({
  EventBusName: z.string().startsWith('arn:'),
  Source: z.string().regex(/^(?!aws\.)[\w.-]{1,256}$/),
  DetailType: z.string().min(1).max(128),
  Detail: z.string(),
  Resources: z.array(z.string().startsWith('arn:').max(2048)),
});

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html: an entry's size is that of its members. */
function entryViolations(payload: unknown): readonly string[] {
  const parsed = Entry.safeParse(payload);
  if (!parsed.success) return parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  const { Source, DetailType, Detail, Resources } = parsed.data;
  const bytes = Buffer.byteLength([Source, DetailType, Detail, ...Resources].join('')) + 14;
  return [
    ...(bytes > 262_144 ? ['more than 256 KiB'] : []),
    ...(isJson(Detail) ? [] : ['Detail is not JSON']),
    ...(Detail.isWellFormed() ? [] : ['half a character']),
  ];
}

function inputViolations(payload: unknown): readonly string[] {
  const { input } = z.strictObject({ input: z.string() }).parse(payload);
  return [
    ...(Buffer.byteLength(input) > 262_144 ? ['more than 256 KiB'] : []),
    ...(isJson(input) ? [] : ['not JSON']),
    ...(input.isWellFormed() ? [] : ['half a character']),
  ];
}

function isJson(text = ''): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
