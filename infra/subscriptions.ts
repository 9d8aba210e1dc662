import { arnOf, type Resource, type Resources } from './template.ts';

const QUEUE = 'EventsQueue';
const DEAD_LETTERS = 'EventsDeadLetters';

/** Existing topics of notification rules and approvals, each subscribed to the events queue. */
export function subscriptions(topicArns: readonly string[], region: string): Resources {
  return Object.fromEntries(
    topicArns.map((topicArn, index) => [
      `NotificationSubscription${index + 1}`,
      subscription(topicArn, region),
    ]),
  );
}

/** The queues that subscriptions send to. */
export function queuesOfSubscriptions(): readonly string[] {
  return [QUEUE, DEAD_LETTERS];
}

function subscription(topicArn: string, region: string): Resource {
  const topicRegion = topicArn.split(':')[3] ?? region;
  return {
    Type: 'AWS::SNS::Subscription',
    DependsOn: queuesOfSubscriptions().map((queue) => `${queue}Policy`),
    Properties: {
      Protocol: 'sqs',
      TopicArn: topicArn,
      Region: topicRegion,
      Endpoint: arnOf(QUEUE),
      // A subscription lives in its topic's Region and takes a dead-letter queue there only. SNS tries an
      // SQS queue for 23 days, so a topic of another Region does without.
      ...(topicRegion === region ? { RedrivePolicy: { deadLetterTargetArn: arnOf(DEAD_LETTERS) } } : {}),
    },
  };
}
