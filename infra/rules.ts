import { arnOf, type Resource, type Resources, sub, type Value } from './template.ts';

/** The queues that every rule feeds, and where it leaves what they did not take. */
const TARGETS = { events: 'EventsQueue', archive: 'ArchiveQueue' };
const DEAD_LETTERS = 'RuleDeadLetters';

// The longest that EventBridge keeps trying.
const RETRY_POLICY = { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 };

export type Patterns = Readonly<Record<string, Value>>;

/** One rule per pattern of events/patterns.yml, straight to the queues: no function that could lose an event. */
export function rules(patterns: Patterns, prefix: string): Resources {
  return Object.fromEntries(
    Object.entries(patterns).map(([source, pattern]) => [
      `${logicalName(source)}Rule`,
      rule(pattern, ruleName(source, prefix)),
    ]),
  );
}

/** The queues that rules send to. */
export function queuesOfRules(): readonly string[] {
  return [...Object.values(TARGETS), DEAD_LETTERS];
}

/** ARNs spelled out from names, so that the queues' policies can be there before the rules are. */
export function ruleArns(patterns: Patterns, prefix: string): readonly Value[] {
  return Object.keys(patterns).map((source) =>
    sub(`arn:\${AWS::Partition}:events:\${AWS::Region}:\${AWS::AccountId}:rule/${ruleName(source, prefix)}`),
  );
}

function rule(pattern: Value, name: string): Resource {
  return {
    Type: 'AWS::Events::Rule',
    DependsOn: queuesOfRules().map((queue) => `${queue}Policy`),
    Properties: {
      Name: name,
      EventPattern: pattern,
      State: 'ENABLED',
      Targets: Object.entries(TARGETS).map(([id, queue]) => ({
        Id: id,
        Arn: arnOf(queue),
        DeadLetterConfig: { Arn: arnOf(DEAD_LETTERS) },
        RetryPolicy: RETRY_POLICY,
      })),
    },
  };
}

function ruleName(source: string, prefix: string): string {
  return `${prefix}-${source}`;
}

function logicalName(source: string): string {
  return source
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}
