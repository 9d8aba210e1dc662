import { failureOf, UNDECIDED } from '#shared/domain/approval.ts';
import type { Provider } from './provider.ts';

/** Where the approval itself is known, who decided is told by that (shared/presentation/approval-card.ts). */
export const manualApproval: Provider = {
  id: 'Approval/Manual',
  label: 'Manual approval',
  reason: (facts, time = 0) =>
    facts.summary === undefined && facts.errorCode === 'JobFailed'
      ? (failureOf(facts, time) ?? `rejected, or ${UNDECIDED}`)
      : undefined,
};
