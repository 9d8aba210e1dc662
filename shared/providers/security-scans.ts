import type { Facts } from '#shared/domain/facts.ts';
import { parseMembers } from '#shared/domain/json-words.ts';
import { buildReason } from './build-words.ts';
import { logStreamLink } from './log-stream.ts';
import type { Provider } from './provider.ts';

const SEVERITY = /^(critical|high|medium|low|informational|untriaged|undefined|total)\w*$/i;

export const inspector: Provider = {
  id: 'Invoke/InspectorScan',
  label: 'Amazon Inspector',
  link: logStreamLink,
  reason: (facts) => countsReason(facts) ?? buildReason(facts),
};

export const snyk: Provider = { id: 'Invoke/Snyk', label: 'Snyk', reason: countsReason };

/** `{"critical":2,"high":5}` is '2 critical, 5 high vulnerabilities'. Undefined where it holds anything else too. */
function countsReason({ summary = '' }: Facts): string | undefined {
  const counts = parseMembers(summary) ?? [];
  const isCounts = counts.every(([name, count]) => SEVERITY.test(name) && Number.isInteger(count));
  if (counts.length === 0 || !isCounts) return undefined;
  return `${counts.map(([name, count]) => `${count} ${name.toLowerCase()}`).join(', ')} vulnerabilities`;
}
