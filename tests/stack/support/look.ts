import { setTimeout as wait } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { type AttributeValue, ScanCommand } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import {
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
} from '@aws-sdk/client-sqs';
import type { MessageView } from '#local/slack/views.ts';
import type { TestStack } from './test-stack.ts';

const CHECK_MILLISECONDS = 50;

/** A condition met by the outside's own progress; jest's time-out ends a wait in vain. */
export async function until(isMet: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isMet())) await wait(CHECK_MILLISECONDS);
}

/** The messages of a channel that are no replies, oldest first. */
export function parentsIn({ slack }: TestStack, channel: string): readonly MessageView[] {
  const view = slack.channels().find(({ name }) => `#${name}` === channel);
  return (view?.messages ?? []).filter(({ threadTs }) => threadTs === undefined);
}

/** Keys in the archive bucket. */
export async function listKeys({ s3, ref }: TestStack, Prefix: string): Promise<readonly string[]> {
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: ref('ArchiveBucket'), Prefix }));
  return Contents.flatMap(({ Key }) => Key ?? []);
}

/** An object of the archive bucket as text, unpacked if it is packed. */
export async function readObject({ s3, ref }: TestStack, Key: string): Promise<string> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: ref('ArchiveBucket'), Key }));
  const bytes = (await Body?.transformToByteArray()) ?? new Uint8Array();
  return (Key.endsWith('.gz') ? gunzipSync(bytes) : Buffer.from(bytes)).toString();
}

/** Visible ones, and those that are being worked on or wait to be tried again. */
export async function countMessages({ sqs }: TestStack, QueueUrl: string) {
  const visible = 'ApproximateNumberOfMessages';
  const hidden = 'ApproximateNumberOfMessagesNotVisible';
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [visible, hidden] }),
  );
  return { visible: Number(Attributes?.[visible]), hidden: Number(Attributes?.[hidden]) };
}

/** The next message of a queue, which is taken from it; waits for one. */
export async function takeMessage(
  { sqs }: TestStack,
  QueueUrl: string,
  timeoutMilliseconds = 20_000,
): Promise<Message> {
  const giveUpAt = Date.now() + timeoutMilliseconds;
  while (Date.now() < giveUpAt) {
    const { Messages } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MessageAttributeNames: ['All'], WaitTimeSeconds: 1 }),
    );
    const [message] = Messages ?? [];
    if (message) {
      await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message.ReceiptHandle }));
      return message;
    }
  }
  throw new Error(`No message came to ${QueueUrl} within ${timeoutMilliseconds} ms`);
}

/** A message's attributes as text. */
export function attributesOf({ MessageAttributes = {} }: Message): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(MessageAttributes).map(([name, { StringValue = '' }]) => [name, StringValue]),
  );
}

/** Items of the table whose key starts so. */
export async function listItems(
  { dynamodb, ref }: TestStack,
  prefix: string,
): Promise<readonly Record<string, AttributeValue>[]> {
  const { Items = [] } = await dynamodb.send(new ScanCommand({ TableName: ref('Table') }));
  return Items.filter(({ pk }) => pk?.S?.startsWith(prefix));
}
