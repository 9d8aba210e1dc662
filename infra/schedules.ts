import { DEAD_LETTERS, RETRY_POLICY } from './rules.ts';
import { arnOf, type Resources, sub, type Value } from './template.ts';

export interface Schedule {
  /** The function's name in serverless.yml. */
  readonly name: string;
  /** Logical ids start with it. */
  readonly logicalName: string;
  /** As EventBridge writes it: `rate(5 minutes)`. */
  readonly expression: string;
}

/** A rule that calls a function, with the dead-letter queue that osls's own `schedule` event cannot give it. */
export function schedules(all: readonly Schedule[], prefix: string): Resources {
  return Object.assign({}, ...all.map((schedule) => resourcesOf(schedule, prefix)));
}

/** ARNs spelled out from names, so that the queue's policy can be there before the rules are. */
export function scheduleArns(all: readonly Schedule[], prefix: string): readonly Value[] {
  return all.map(({ name }) =>
    sub(`arn:\${AWS::Partition}:events:\${AWS::Region}:\${AWS::AccountId}:rule/${ruleName(name, prefix)}`),
  );
}

function resourcesOf({ name, logicalName, expression }: Schedule, prefix: string): Resources {
  const fn = `${logicalName}LambdaFunction`;
  return {
    [`${logicalName}Schedule`]: {
      Type: 'AWS::Events::Rule',
      DependsOn: [`${DEAD_LETTERS}Policy`],
      Properties: {
        Name: ruleName(name, prefix),
        ScheduleExpression: expression,
        State: 'ENABLED',
        Targets: [
          {
            Id: name,
            Arn: arnOf(fn),
            DeadLetterConfig: { Arn: arnOf(DEAD_LETTERS) },
            RetryPolicy: RETRY_POLICY,
          },
        ],
      },
    },
    [`${logicalName}SchedulePermission`]: {
      Type: 'AWS::Lambda::Permission',
      Properties: {
        Action: 'lambda:InvokeFunction',
        FunctionName: arnOf(fn),
        Principal: 'events.amazonaws.com',
        SourceArn: arnOf(`${logicalName}Schedule`),
      },
    },
  };
}

function ruleName(name: string, prefix: string): string {
  return `${prefix}-${name}`;
}
