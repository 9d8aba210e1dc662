import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { ACCOUNT, REGION } from './aws/identity.ts';
import type { EmbeddedAws } from './aws/index.ts';

const NAME = 'approvals';

/** The NotificationArn of the demos' approvals: a topic of the pipelines' owners, which the service subscribes. */
export const APPROVALS_TOPIC_ARN = `arn:aws:sns:${REGION}:${ACCOUNT}:${NAME}`;

interface Template {
  readonly Resources: Readonly<Record<string, unknown>>;
}

/** The template with that topic, which is there before its subscription. */
export function withApprovalsTopic({ Resources, ...template }: Template): Template {
  return {
    ...template,
    Resources: { ApprovalsTopic: { Type: 'AWS::SNS::Topic', Properties: { TopicName: NAME } }, ...Resources },
  };
}

export interface Publisher {
  /** As CodePipeline publishes: subject and text. */
  publish(topicArn: string, subject: string, message: string): Promise<void>;
  stop(): void;
}

export function createPublisher({ endpoint }: Pick<EmbeddedAws, 'endpoint'>): Publisher {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new SNSClient({ endpoint, region: REGION, credentials });
  return {
    async publish(TopicArn, Subject, Message) {
      await client.send(new PublishCommand({ TopicArn, Subject, Message }));
    },
    stop: () => client.destroy(),
  };
}
