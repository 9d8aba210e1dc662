import type { App } from '#shared/app.ts';
import type { Approval } from '#shared/domain/approval.ts';
import type { Execution } from '#shared/domain/execution.ts';
import { type ApprovalRule, findApprovalRule, toAuthority } from '#shared/routing/approval-rule.ts';
import { approvalIn, parseApprovalKey, type StoredApproval, toApprovalKey } from '#shared/store/approvals.ts';
import { findExecution } from '#shared/store/executions.ts';

/** An approval with everything that deciding it needs. */
export interface Subject {
  readonly id: string;
  readonly stored: StoredApproval;
  readonly execution: Execution;
  /** As messages show it. */
  readonly approval: Approval;
  readonly rule: ApprovalRule | undefined;
}

/** Undefined: it never was one, or its record has gone. */
export async function findApproval(
  key: string,
  { table, approvalRules }: Pick<App, 'table' | 'approvalRules'>,
): Promise<Subject | undefined> {
  const id = parseApprovalKey(key);
  if (id === undefined) return undefined;
  const pk = toApprovalKey(id);
  const stored = approvalIn((await table.get([pk])).get(pk));
  const execution = stored && (await findExecution(table, stored.place.execution));
  const approval = execution?.approvals.find((one) => one.id === id);
  if (stored === undefined || execution === undefined || approval === undefined) return undefined;
  const { pipeline } = execution.identity;
  const rule = findApprovalRule(approvalRules, { pipeline, ...stored.place });
  const details = { ...stored.details, authority: rule && toAuthority(rule) };
  return { id, stored, execution, approval: { ...approval, details }, rule };
}
