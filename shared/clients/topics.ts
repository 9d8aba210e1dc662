import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import { toAwsError } from './aws-error.ts';

/** Publish's own input, with a text per protocol in `Message`. */
export interface TopicMessage {
  readonly TopicArn: string;
  readonly Subject: string;
  readonly Message: string;
  readonly MessageStructure: 'json';
  readonly MessageAttributes: Readonly<
    Record<string, { readonly DataType: 'String'; readonly StringValue: string }>
  >;
}

export interface Topics {
  publish(message: TopicMessage): Promise<void>;
}

export function createTopics(client: SNSClient): Topics {
  return {
    async publish(message) {
      try {
        await client.send(
          new PublishCommand({ ...message, MessageAttributes: { ...message.MessageAttributes } }),
        );
      } catch (cause) {
        throw toAwsError(cause, `topic ${message.TopicArn}`);
      }
    },
  };
}
