import * as z from 'zod';
import { REGION } from '../identity.ts';
import { TemplateError } from '../template.ts';
import { defineResource, madeUpName } from './kind.ts';

const Endpoint = z.object({ Protocol: z.string(), Endpoint: z.string() });

export const topic = defineResource({
  type: 'AWS::SNS::Topic',
  properties: z.object({
    TopicName: z.string().optional(),
    Subscription: z.array(Endpoint).default([]),
  }),
  wire({ logicalId, properties }, { fauxqs, log }) {
    const name = properties.TopicName ?? madeUpName(logicalId);
    const { arn } = fauxqs.topics.createTopic(name, undefined, undefined, REGION);
    for (const { Protocol, Endpoint: endpoint } of properties.Subscription) {
      fauxqs.topics.subscribe(arn, Protocol, endpoint);
      sayIfUndelivered({ protocol: Protocol, topicArn: arn, log });
    }
    return { ref: arn, attributes: { TopicArn: arn, TopicName: name } };
  },
});

export const subscription = defineResource({
  type: 'AWS::SNS::Subscription',
  properties: Endpoint.extend({
    TopicArn: z.string(),
    RawMessageDelivery: z.unknown().optional(),
    FilterPolicy: z.unknown().optional(),
    FilterPolicyScope: z.string().optional(),
  }),
  wire({ properties }, { fauxqs, log }) {
    const {
      TopicArn,
      Protocol,
      Endpoint: endpoint,
      RawMessageDelivery,
      FilterPolicy,
      FilterPolicyScope,
    } = properties;
    const attributes = {
      ...(RawMessageDelivery !== undefined && { RawMessageDelivery: String(RawMessageDelivery) }),
      ...(FilterPolicy !== undefined && { FilterPolicy: JSON.stringify(FilterPolicy) }),
      ...(FilterPolicyScope && { FilterPolicyScope }),
    };
    const subscribed = fauxqs.topics.subscribe(TopicArn, Protocol, endpoint, attributes);
    if (!subscribed) throw new TemplateError(`The topic ${TopicArn} does not exist`);
    sayIfUndelivered({ protocol: Protocol, topicArn: TopicArn, log });
    return { ref: subscribed.arn, attributes: { Arn: subscribed.arn } };
  },
});

interface Delivery {
  readonly protocol: string;
  readonly topicArn: string;
  readonly log: (line: string) => void;
}

function sayIfUndelivered({ protocol, topicArn, log }: Delivery): void {
  if (protocol !== 'sqs') log(`sns: ${topicArn} has a subscriber by ${protocol}, which gets nothing here`);
}
