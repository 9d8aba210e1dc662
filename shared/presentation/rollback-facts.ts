import type { Execution } from '#shared/domain/execution.ts';
import type { Facts } from '#shared/domain/facts.ts';
import type { Fact } from './card.ts';
import { executionLink } from './console-link.ts';

const EXECUTION_ID = /^[0-9a-f]{8}-[0-9a-f-]{27}$/;

/** Or a reader would take what succeeded for the newest commit. The trigger's detail is the execution that it goes back to. */
export function rollbackFacts({ facts, identity }: Execution): readonly Fact[] {
  if (!isRollback(facts)) return [];
  const { trigger, triggeredBy: executionId } = facts;
  const label = targetOf(facts);
  const page = isKnown(executionId) ? executionLink({ ...identity, executionId }) : undefined;
  const text = trigger === 'AutomatedRollback' ? `${label}, automatic` : label;
  return [{ label: 'Rollback', text, link: page && { ...page, label } }];
}

/** Of a rollback, what its headline says is said of the rollback. */
export function rollbackHeadline(headline: string, { facts }: Execution): string {
  if (!isRollback(facts)) return headline;
  return headline === 'succeeded' ? `rolled back ${targetOf(facts)}` : `rollback ${headline}`;
}

function isRollback({ trigger }: Facts): boolean {
  return trigger === 'ManualRollback' || trigger === 'AutomatedRollback';
}

function targetOf({ triggeredBy }: Facts): string {
  return isKnown(triggeredBy) ? `to execution ${triggeredBy.slice(0, 8)}` : 'to an earlier execution';
}

function isKnown(executionId: string | undefined): executionId is string {
  return executionId !== undefined && EXECUTION_ID.test(executionId);
}
