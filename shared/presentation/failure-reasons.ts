import { parseExcerpt } from '#shared/domain/excerpt.ts';
import type { Execution, Failure } from '#shared/domain/execution.ts';
import type { ExecutionIdentity } from '#shared/domain/pipeline-event.ts';
import { findProvider } from '#shared/providers/index.ts';
import { reasonOf } from '#shared/providers/reason.ts';
import { approvalReason } from './approval-card.ts';
import type { Reason } from './card.ts';
import { foreignLink } from './console-link.ts';

const MAX_REASONS = 5;
const BY_CONDITION = 'No action failed: probably a condition of the stage stopped it';

type FailedAction = Failure['actions'][number];

/** Why an execution failed: one entry per failed action, or what is known of the stage while none is. */
export function failureReasons(failure: Failure, execution: Execution): readonly Reason[] {
  const { actions } = failure;
  const text = failure.facts.why ?? execution.facts.summary ?? (failure.isOfStage ? BY_CONDITION : undefined);
  if (actions.length === 0 && text !== undefined)
    return [{ action: '', provider: undefined, text, link: undefined }];
  return actions.slice(0, MAX_REASONS).map((action) => {
    const reason = toReason(action, execution.identity);
    const decided = decidedBy(action, failure, execution);
    return decided === undefined ? reason : { ...reason, text: decided };
  });
}

function toReason({ name, time, facts }: FailedAction, identity: ExecutionIdentity): Reason {
  const { provider: id = '', why, failedAt, tests, excerpt } = facts;
  const provider = findProvider(id);
  const place = { ...identity, region: facts.region ?? identity.region, facts };
  return {
    action: name,
    provider: provider?.called?.(facts) ?? provider?.label ?? (id.split('/')[1] || undefined),
    text: why ?? reasonOf(facts, time),
    failedAt,
    tests,
    excerpt: excerpt === undefined ? undefined : parseExcerpt(excerpt),
    link: foreignLink(facts.url, 'Open action') ?? foreignLink(provider?.link?.(place), 'Open action'),
  };
}

/** Of an approval its own record tells more than its event: who rejected it, or that nobody decided in time. */
function decidedBy(
  { name }: FailedAction,
  { stage, attempt }: Failure,
  { approvals }: Execution,
): string | undefined {
  const approval = approvals.find(
    (one) => one.stage === stage && one.action === name && one.attempt === attempt,
  );
  return approval && approvalReason(approval);
}
