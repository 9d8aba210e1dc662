import * as z from 'zod/mini';
import type { ApprovalMessage } from '#shared/domain/approval-message.ts';

const Name = z.string().check(z.regex(/^[A-Za-z0-9.@_-]{1,100}$/));
const Message = z.object({
  region: z.string().check(z.regex(/^[a-z0-9-]{1,50}$/)),
  approval: z.object({
    pipelineName: Name,
    stageName: Name,
    actionName: Name,
    token: z.string().check(z.regex(/^[0-9a-f-]{36}$/)),
  }),
});

/**
 * The message of an approval action's NotificationArn: JSON without account and execution. Undefined when it is not one.
 * Its deadline and its question are asked of CodePipeline, so that it says the same as the event.
 */
export function parseApprovalMessage(raw: unknown): ApprovalMessage | undefined {
  const parsed = Message.safeParse(raw);
  if (!parsed.success) return undefined;
  const { region, approval } = parsed.data;
  const { pipelineName: pipeline, stageName: stage, actionName: action, token } = approval;
  return { region, pipeline, stage, action, token };
}
