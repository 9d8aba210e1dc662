import * as z from 'zod';
import { REGION } from '#local/aws/identity.ts';
import { refusal } from './json-call.ts';
import { toText } from './sqs.ts';

const Publish = z.looseObject({ Message: z.unknown() });

/** arn:aws:states:::sns:publish, whose message may be an object. SNS speaks no JSON, so its client asks. */
export async function publish(
  input: unknown,
  { endpoint, key }: { readonly endpoint: string; readonly key: string },
): Promise<unknown> {
  const { Message, ...message } = Publish.parse(input);
  // Loaded late, as few machines publish.
  const { PublishCommand, SNSClient, SNSServiceException } = await import('@aws-sdk/client-sns');
  const credentials = { accessKeyId: key, secretAccessKey: 'local' };
  const client = new SNSClient({ endpoint, region: REGION, credentials });
  try {
    const { MessageId, SequenceNumber } = await client.send(
      new PublishCommand({ ...message, Message: toText(Message) }),
    );
    return { MessageId, SequenceNumber };
  } catch (error) {
    if (!(error instanceof SNSServiceException)) throw error;
    const { name: code, message: text, $metadata } = error;
    throw refusal({ code, message: text, status: $metadata.httpStatusCode ?? 0 }, 'SNS');
  } finally {
    client.destroy();
  }
}
