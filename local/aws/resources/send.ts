import { ServiceFault } from '../service-fault.ts';
import { TemplateError } from '../template.ts';
import type { Services } from './kind.ts';

export interface MessageOptions {
  readonly groupId?: string | undefined;
  readonly attributes?: Readonly<Record<string, string>>;
}

/** Puts a value, as JSON, on the queue with this ARN. */
export async function sendTo(
  queueArn: string,
  value: unknown,
  services: Services & { readonly message?: MessageOptions },
): Promise<void> {
  const queue = services.fauxqs.queues.getQueueByArn(queueArn);
  if (!queue) throw new ServiceFault('NO_RESOURCE', `The queue ${queueArn} does not exist`, 400);
  const { groupId, attributes = {} } = services.message ?? {};
  await services.fauxqs.callSqs('SendMessage', {
    QueueUrl: queue.url,
    MessageBody: JSON.stringify(value),
    ...(groupId && { MessageGroupId: groupId }),
    MessageAttributes: Object.fromEntries(
      Object.entries(attributes).map(([name, text]) => [name, { DataType: 'String', StringValue: text }]),
    ),
  });
}

/** Refuses, at start, an ARN that leads nowhere. */
export function assertQueue(queueArn: string, { fauxqs }: Services): void {
  if (!fauxqs.queues.getQueueByArn(queueArn))
    throw new TemplateError(`The queue ${queueArn} is not in the template`);
}
