import type { Provider } from './provider.ts';

/** Where the approval itself is known, who decided is told by that (shared/presentation/approval-card.ts). */
export const manualApproval: Provider = {
  id: 'Approval/Manual',
  label: 'Manual approval',
  reason: ({ summary, errorCode }) =>
    summary === undefined && errorCode === 'JobFailed' ? 'rejected, or nobody decided in time' : undefined,
};
