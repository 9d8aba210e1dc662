import type { Execution } from '#shared/domain/execution.ts';
import type { Fact } from './card.ts';
import { executionLink } from './console-link.ts';

const EXECUTION_ID = /^[0-9a-f]{8}-[0-9a-f-]{27}$/;

/** Or a reader would take what succeeded for the newest commit. The trigger's detail is the execution that it goes back to. */
export function rollbackFacts({ facts, identity }: Execution): readonly Fact[] {
  const { trigger, triggeredBy = '' } = facts;
  if (trigger !== 'ManualRollback' && trigger !== 'AutomatedRollback') return [];
  const isKnown = EXECUTION_ID.test(triggeredBy);
  const label = isKnown ? `to execution ${triggeredBy.slice(0, 8)}` : 'to an earlier execution';
  const page = isKnown ? executionLink({ ...identity, executionId: triggeredBy }) : undefined;
  const text = trigger === 'AutomatedRollback' ? `${label}, automatic` : label;
  return [{ label: 'Rollback', text, link: page && { ...page, label } }];
}
