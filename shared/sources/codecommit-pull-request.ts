import type { Outcome } from './to-notice.ts';

/** Words in capitals. */
interface PullRequest {
  readonly event?: string | undefined;
  readonly pullRequestId?: string | undefined;
  readonly pullRequestStatus?: string | undefined;
  readonly isMerged?: string | undefined;
  readonly approvalStatus?: string | undefined;
  readonly overrideStatus?: string | undefined;
}

/** Undefined for what is work on it: new commits, rules for approvals. */
export function pullRequestOutcome(request: PullRequest): Outcome | undefined {
  const name = `pull request ${request.pullRequestId ?? '?'}`;
  const isMerged = request.isMerged === 'TRUE';
  switch (request.event) {
    case 'pullRequestCreated':
      return [`has a new ${name}`, 'neutral'];
    case 'pullRequestMergeStatusUpdated':
      return isMerged ? [`has ${name} merged`, 'good'] : undefined;
    case 'pullRequestStatusChanged':
      // One that is merged is closed too, and its merging tells.
      return request.pullRequestStatus === 'CLOSED' && !isMerged
        ? [`has ${name} closed${request.isMerged === undefined ? '' : ' without merging'}`, 'stopped']
        : undefined;
    case 'pullRequestApprovalStateChanged':
      return approvalOutcome(name, request.approvalStatus);
    case 'pullRequestApprovalRuleOverridden':
      return request.overrideStatus === 'REVOKE'
        ? undefined
        : [`has ${name} with its approval rules set aside`, 'bad'];
    default:
      return undefined;
  }
}

function approvalOutcome(name: string, status: string | undefined): Outcome {
  if (status === 'APPROVE') return [`has ${name} approved`, 'good'];
  return [`has ${name} with an approval ${status === 'REVOKE' ? 'revoked' : 'changed'}`, 'neutral'];
}
