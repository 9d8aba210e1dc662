import { arnOf, type Resource, type Resources, type Value } from './template.ts';

/** A service that may put messages onto a queue, and on whose behalf. */
export interface Sender {
  readonly queues: readonly string[];
  readonly service: string;
  readonly sourceArns: readonly Value[];
}

/** Exactly one policy per queue of the template: a second one would replace the first. */
export function queuePolicies(resources: Resources, senders: readonly Sender[]): Resources {
  const queues = Object.keys(resources).filter((id) => resources[id]?.Type === 'AWS::SQS::Queue');
  return Object.fromEntries(queues.map((queue) => [`${queue}Policy`, queuePolicy(queue, senders)]));
}

function queuePolicy(queue: string, senders: readonly Sender[]): Resource {
  const admitted = senders.filter(
    ({ queues, sourceArns }) => queues.includes(queue) && sourceArns.length > 0,
  );
  return {
    Type: 'AWS::SQS::QueuePolicy',
    Properties: {
      Queues: [{ Ref: queue }],
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [tlsOnly(queue), ...admitted.map((sender) => admit(queue, sender))],
      },
    },
  };
}

function tlsOnly(queue: string): Value {
  return {
    Sid: 'TlsOnly',
    Effect: 'Deny',
    Principal: '*',
    Action: 'sqs:*',
    Resource: arnOf(queue),
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  };
}

function admit(queue: string, { service, sourceArns }: Sender): Value {
  return {
    Effect: 'Allow',
    Principal: { Service: service },
    Action: 'sqs:SendMessage',
    Resource: arnOf(queue),
    Condition: { ArnEquals: { 'aws:SourceArn': sourceArns } },
  };
}
