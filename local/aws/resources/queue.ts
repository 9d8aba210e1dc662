import * as z from 'zod';
import { toArn } from '../identity.ts';
import { defineResource, madeUpName } from './kind.ts';

const ATTRIBUTES = [
  'ContentBasedDeduplication',
  'DeduplicationScope',
  'DelaySeconds',
  'FifoQueue',
  'FifoThroughputLimit',
  'MaximumMessageSize',
  'MessageRetentionPeriod',
  'ReceiveMessageWaitTimeSeconds',
  'RedriveAllowPolicy',
  'RedrivePolicy',
  'VisibilityTimeout',
] as const;

export const queue = defineResource({
  type: 'AWS::SQS::Queue',
  properties: z.looseObject({
    QueueName: z.string().optional(),
    FifoQueue: z.stringbool().or(z.boolean()).default(false),
  }),
  async wire({ logicalId, properties }, { fauxqs, endpoint }) {
    const name = properties.QueueName ?? `${madeUpName(logicalId)}${properties.FifoQueue ? '.fifo' : ''}`;
    const attributes = Object.fromEntries(
      ATTRIBUTES.filter((attribute) => properties[attribute] !== undefined).map((attribute) => [
        attribute,
        toText(properties[attribute]),
      ]),
    );
    await fauxqs.callSqs('CreateQueue', {
      QueueName: name,
      Attributes: { ...attributes, ...(!properties.FifoQueue && { FifoQueue: undefined }) },
    });

    const url = fauxqs.queues.buildQueueUrl(name, '', endpoint, '');
    return { ref: url, attributes: { Arn: toArn('sqs', name), QueueName: name, QueueUrl: url } };
  },
});

function toText(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
