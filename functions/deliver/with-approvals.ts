import type { App } from '#shared/app.ts';
import type { Approval } from '#shared/domain/approval.ts';
import type { Execution } from '#shared/domain/execution.ts';
import { findApprovalRule, toAuthority } from '#shared/routing/approval-rule.ts';
import { approvalIn, toApprovalKey } from '#shared/store/approvals.ts';

/** Of an execution that was retried often, the last ones matter. */
const MAX_APPROVALS = 20;

/** The same with what the approvals' own records hold, and who may decide them. */
export async function withApprovals(
  execution: Execution,
  { table, approvalRules }: Pick<App, 'table' | 'approvalRules'>,
): Promise<Execution> {
  const ids = execution.approvals.flatMap(({ id }) => id ?? []).slice(-MAX_APPROVALS);
  if (ids.length === 0) return execution;
  const items = await table.get(ids.map(toApprovalKey));
  const { pipeline } = execution.identity;
  const detailed = (approval: Approval): Approval => {
    const { id = '', stage, action } = approval;
    const stored = approvalIn(items.get(toApprovalKey(id)));
    const rule = findApprovalRule(approvalRules, { pipeline, stage, action });
    const authority = rule && toAuthority(rule);
    return stored === undefined ? approval : { ...approval, details: { ...stored.details, authority } };
  };
  return { ...execution, approvals: execution.approvals.map(detailed) };
}
