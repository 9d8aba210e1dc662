import { DIGEST_SECONDS, type Digest, endOfSlot } from '#shared/domain/digest.ts';
import type { Execution } from '#shared/domain/execution.ts';
import type { Card, Item } from './card.ts';
import { executionCard } from './execution-card.ts';
import { formatTime } from './format.ts';

/** Many executions in one message, a line each: there were more than the medium takes one by one. */
export function digestCard({ executions, slot }: Digest): Card {
  const end = endOfSlot(slot);
  const count = `${executions.length} ${executions.length === 1 ? 'execution' : 'executions'}`;
  return {
    subject: count,
    headline: 'in brief: more is going on than fits into messages of their own',
    tone: 'neutral',
    progress: [],
    items: executions.map(toItem),
    facts: [{ label: `${DIGEST_SECONDS} seconds until`, text: formatTime(end), time: end }],
    reasons: [],
    links: [],
    buttons: [],
    link: undefined,
    gist: String(executions.length),
    pace: undefined,
  };
}

function toItem(execution: Execution): Item {
  const { subject, headline, tone, link } = executionCard(execution);
  return { subject, text: headline, tone, link };
}
