import * as z from 'zod';
import { DEFAULT_RETRY_POLICY, type Target } from '../events/delivery.ts';
import { compilePattern } from '../events/pattern.ts';
import { fireAtRate } from '../events/schedule.ts';
import { toArn } from '../identity.ts';
import { TemplateError } from '../template.ts';
import { getFunction } from './function.ts';
import { defineResource, madeUpName, type Services } from './kind.ts';
import { assertQueue, sendTo } from './send.ts';

const TRANSFORMATION = z.undefined({ error: 'targets get the whole event in the embedded AWS' }).optional();

const RuleTarget = z.object({
  Id: z.string(),
  Arn: z.string(),
  SqsParameters: z.object({ MessageGroupId: z.string() }).optional(),
  DeadLetterConfig: z.object({ Arn: z.string().optional() }).optional(),
  RetryPolicy: z
    .object({
      MaximumRetryAttempts: z.coerce.number().optional(),
      MaximumEventAgeInSeconds: z.coerce.number().optional(),
    })
    .default({}),
  Input: TRANSFORMATION,
  InputPath: TRANSFORMATION,
  InputTransformer: TRANSFORMATION,
});
type RuleTarget = z.infer<typeof RuleTarget>;

export const rule = defineResource({
  type: 'AWS::Events::Rule',
  properties: z.object({
    Name: z.string().optional(),
    EventBusName: z.literal('default').default('default'),
    EventPattern: z.unknown().optional(),
    ScheduleExpression: z.string().optional(),
    State: z.string().default('ENABLED'),
    Targets: z.array(RuleTarget).default([]),
  }),
  wire({ logicalId, properties }, services) {
    const name = properties.Name ?? madeUpName(logicalId);
    const arn = toArn('events', `rule/${name}`);
    if (properties.ScheduleExpression && properties.State !== 'DISABLED')
      services.schedules.push(
        fireAtRate(properties.ScheduleExpression, () => {
          for (const target of properties.Targets) void fire(name, toTarget(arn, target, services), services);
        }),
      );
    if (properties.EventPattern !== undefined && properties.State !== 'DISABLED')
      services.bus.addRule({
        matches: compilePattern(properties.EventPattern),
        targets: properties.Targets.map((target) => toTarget(arn, target, services)),
      });
    return { ref: name, attributes: { Arn: arn } };
  },
});

async function fire(name: string, { send }: Target, { log }: Services): Promise<void> {
  try {
    await send({ source: 'aws.events', 'detail-type': 'Scheduled Event', detail: {} });
  } catch (error) {
    log(`events: schedule ${name} could not call its target: ${String(error)}`);
  }
}

function toTarget(ruleArn: string, target: RuleTarget, services: Services): Target {
  const { Arn, RetryPolicy, DeadLetterConfig } = target;
  const deadLetters = DeadLetterConfig?.Arn;
  if (deadLetters) assertDeadLetterQueue(deadLetters, services);
  return {
    ruleArn,
    arn: Arn,
    retry: {
      maximumAttempts: RetryPolicy.MaximumRetryAttempts ?? DEFAULT_RETRY_POLICY.maximumAttempts,
      maximumAgeSeconds: RetryPolicy.MaximumEventAgeInSeconds ?? DEFAULT_RETRY_POLICY.maximumAgeSeconds,
    },
    send: sender(target, services),
    ...(deadLetters && {
      deadLetter: (event, attributes) => sendTo(deadLetters, event, { ...services, message: { attributes } }),
    }),
  };
}

function sender({ Arn, SqsParameters }: RuleTarget, services: Services): Target['send'] {
  if (Arn.startsWith(toArn('sqs', ''))) {
    assertQueue(Arn, services);
    const message = { groupId: SqsParameters?.MessageGroupId };
    return (event) => sendTo(Arn, event, { ...services, message });
  }
  if (Arn.startsWith(toArn('lambda', ''))) {
    const { asynchronous } = getFunction(Arn, services);
    return async (event) => asynchronous.invoke(event);
  }
  throw new TemplateError(`The embedded AWS delivers events to queues and functions, not to ${Arn}`);
}

function assertDeadLetterQueue(arn: string, services: Services): void {
  assertQueue(arn, services);
  if (arn.endsWith('.fifo'))
    throw new TemplateError(`The dead-letter queue of a rule must be a standard queue: ${arn}`);
}
