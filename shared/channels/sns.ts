import * as z from 'zod/mini';
import type { TopicMessage } from '#shared/clients/topics.ts';
import type { Announcement } from '#shared/domain/announcement.ts';
import type { RecordView } from '#shared/domain/record.ts';
import type { Card } from '#shared/presentation/card.ts';
import { truncate } from '#shared/presentation/format.ts';
import { toPlainText, toShortSentence } from '#shared/presentation/plain-text.ts';
import { defineChannel, type Rendering } from './channel.ts';
import { abridgements, toJsonMessage } from './json-message.ts';

const Settings = z.strictObject({
  type: z.literal('sns'),
  topic: z
    .string()
    .check(
      z.regex(
        /^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[\w-]{1,256}$/,
        'a topic is the ARN of a standard topic, arn:aws:sns:REGION:ACCOUNT:NAME',
      ),
      z.describe('ARN of an existing standard topic'),
    ),
});

const MAX_SUBJECT = 99;
// 256 KiB less room for the attributes, which count too.
const MAX_MESSAGE_BYTES = 250_000;
const MAX_TEXT = 20_000;
const MAX_ATTRIBUTE = 256;
const MAX_SMS = 140;

/** What no decomposition makes ASCII of. */
const PLAIN = new Map(
  'ß=ss ẞ=SS Æ=AE æ=ae Œ=OE œ=oe Ø=O ø=o Ł=L ł=l Đ=D đ=d Ð=D ð=d Þ=Th þ=th ı=i ‘=\' ’=\' “=" ”=" „=" –=- —=-'
    .split(' ')
    .map((pair) => [pair.slice(0, 1), pair.slice(2)]),
);

/** Text for mail, JSON for programs, attributes for filter policies. Each announcement once. */
export const sns = defineChannel<z.infer<typeof Settings>, TopicMessage>({
  type: 'sns',
  settings: Settings,
  follows: 'transitions',
  hasBudget: false,
  needs: ({ topic }) => ({ topics: [topic] }),
  render: (rendering, { topic }) => toTopicMessage(rendering, topic),
  async send({ message, clients }) {
    await clients.topics.publish(message);
    return { ref: undefined };
  },
});

function toTopicMessage(rendering: Rendering, topic: string): TopicMessage {
  const { record, card, announcement } = rendering;
  const whole = toJsonMessage(record, card, announcement);
  const versions = [whole, ...abridgements(whole)].map((json) => toProtocols(card, JSON.stringify(json)));
  return {
    TopicArn: topic,
    Subject: toSubject(card),
    Message: versions.find((text) => Buffer.byteLength(text) <= MAX_MESSAGE_BYTES) ?? versions.at(-1) ?? '',
    MessageStructure: 'json',
    MessageAttributes: toAttributes(record, announcement),
  };
}

function toProtocols(card: Card, json: string): string {
  const text = truncate(toPlainText(card), MAX_TEXT);
  return JSON.stringify({
    default: text,
    email: text,
    sms: toShortSentence(card, MAX_SMS),
    'email-json': json,
    http: json,
    https: json,
    lambda: json,
    sqs: json,
  });
}

/** SNS takes printable ASCII without line breaks, under 100 characters (reference: Publish, Subject). */
function toSubject({ subject, headline }: Card): string {
  const short = toShortSentence({ subject: toAscii(subject), headline: toAscii(headline) }, MAX_SUBJECT);
  return short.replaceAll('…', '.').replace(/^[^A-Za-z0-9]+|\s+$/g, '') || 'Signalbox notice';
}

function toAscii(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\x20-\x7e]/g, (sign) => PLAIN.get(sign) ?? sign)
    .replace(/[^\x20-\x7e]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** At most ten, or raw delivery to SQS drops the message; SNS refuses empty ones. */
function toAttributes(
  record: RecordView,
  announcement: Announcement | undefined,
): TopicMessage['MessageAttributes'] {
  const place = record.kind === 'execution' ? record.identity : record.kind === 'notice' ? record : undefined;
  const values = {
    account: place?.account,
    region: place?.region,
    pipeline: record.kind === 'execution' ? record.identity.pipeline : undefined,
    stage: announcement?.stage,
    status: announcement?.status,
    kind: record.kind,
  };
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) =>
      value
        ? [[name, { DataType: 'String', StringValue: truncate(value, MAX_ATTRIBUTE) } as const] as const]
        : [],
    ),
  );
}
