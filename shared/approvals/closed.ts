import type { ApprovalContext } from '#shared/domain/approval.ts';

/** Of a state machine's question whose token is not taken any more; why, the service does not tell. */
export function whyClosed({ expiresAt }: ApprovalContext, now: number): string {
  return now >= expiresAt ? 'timed out' : 'the state machine does not wait any more';
}
