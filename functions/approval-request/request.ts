import type { App } from '#shared/app.ts';
import { askPeople } from '#shared/approvals/ask.ts';
import type { ApprovalContext } from '#shared/domain/approval.ts';
import { toFact } from '#shared/domain/facts.ts';
import { type ApprovalRequest, parseRequest } from './parse-request.ts';

export type RequestApp = Pick<
  App,
  | 'clock'
  | 'telemetry'
  | 'table'
  | 'rules'
  | 'approvalRules'
  | 'destinations'
  | 'deliveries'
  | 'account'
  | 'region'
>;

/** As CodePipeline's own approvals. */
const TIMEOUT_SECONDS = 7 * 86_400;

/** Has people asked for a state machine. A repeat changes nothing. */
export async function requestApproval(input: unknown, app: RequestApp): Promise<void> {
  const request = parseRequest(input);
  const { pipeline, executionId, stage, action, taskToken: token } = request;
  const identity = { account: app.account, region: app.region, pipeline, executionId };
  const context = toContext(request, app.clock.now());
  await askPeople({ identity, stage, action, token, by: 'task', context }, app);
}

function toContext(
  { question = '', reviewLink, timeoutSeconds, choices }: ApprovalRequest,
  now: number,
): ApprovalContext {
  return {
    expiresAt: now + (timeoutSeconds ?? TIMEOUT_SECONDS),
    customData: toFact(question) || undefined,
    reviewLink,
    changes: [],
    authors: [],
    isNewerWaiting: false,
    ...(choices && { choices: choices.map((choice) => toFact(choice) || '?') }),
  };
}
