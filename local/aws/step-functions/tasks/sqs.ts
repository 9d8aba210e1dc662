import * as z from 'zod';
import { callJson, type WireService } from './json-call.ts';

const SQS: WireService = { name: 'SQS', target: 'AmazonSQS' };
const SendMessage = z.looseObject({ QueueUrl: z.string(), MessageBody: z.unknown() });

/** arn:aws:states:::sqs:sendMessage, whose body may be an object. */
export function sendMessage(
  input: unknown,
  caller: { readonly endpoint: string; readonly key: string },
): Promise<unknown> {
  const { MessageBody, ...message } = SendMessage.parse(input);
  const body = { ...message, MessageBody: toText(MessageBody) };
  return callJson({ service: SQS, operation: 'SendMessage', body }, caller);
}

export function toText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
