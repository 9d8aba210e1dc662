import type { AuditEntry } from '#shared/archive/audit.ts';
import { toFact } from '#shared/domain/facts.ts';
import type { Command } from '#shared/runtime/command-entry.ts';
import type { Subject } from './find-approval.ts';

export type Decide = Extract<Command, { readonly kind: 'decide' }>;

/** Who asked for what, and where. */
export function auditOf(
  { execution, approval }: Subject,
  { request, at, person, decision, reason }: Decide,
): Omit<AuditEntry, 'kind' | 'outcome'> {
  const { team, user, name } = person;
  const { stage, action } = approval;
  const { account, region, pipeline, executionId } = execution.identity;
  const place = { account, region, pipeline, executionId, stage, action };
  return { request, at, person: { team, user, name }, ...place, wanted: decision, reason: toFact(reason) };
}
