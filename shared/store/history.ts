import type { Execution } from '#shared/domain/execution.ts';
import { type History, KEPT_RUNS, Run } from '#shared/domain/history.ts';
import { toPipelineKey } from '#shared/domain/pipeline-event.ts';
import { RECORD_LIFETIME_SECONDS } from './executions.ts';
import { EMPTY_ITEM, type Table } from './table.ts';

const PREFIX = 'run ';

/**
 * How the executions of its pipeline ended that started before it, newest first. By start, never by end: executions
 * overtake each other.
 *
 * Given how it ended itself, it is remembered too, in at most one write without a condition: from the same record every
 * writer writes the same, each execution in an attribute of its own. What is too old to be kept goes with it.
 */
export async function recallHistory(
  table: Table,
  { identity, startedAt, newestAt }: Execution,
  ended: Run | undefined,
): Promise<History> {
  const key = toPipelineKey('pipeline', identity);
  const { strings } = (await table.get([key])).get(key) ?? EMPTY_ITEM;
  const own = PREFIX + identity.executionId;
  const others = [...strings].flatMap(([name, text]) =>
    name.startsWith(PREFIX) && name !== own ? { name, ...Run.parse(JSON.parse(text)) } : [],
  );
  const sorted = [...others, { name: own, start: startedAt, end: 0 }].sort(
    (left, right) => right.start - left.start || (left.name < right.name ? 1 : -1),
  );
  const place = sorted.findIndex(({ name }) => name === own);
  const text = JSON.stringify(ended);
  if (ended && text !== strings.get(own) && place < KEPT_RUNS)
    await table.add(key, {
      strings: { schema: '1', [own]: text },
      numbers: { expires: newestAt + RECORD_LIFETIME_SECONDS },
      remove: sorted.slice(KEPT_RUNS).map(({ name }) => name),
    });
  // The same before and after it is written itself, so that a second look at it says nothing else.
  return { runs: sorted.slice(place + 1, KEPT_RUNS), isOpen: sorted.length >= KEPT_RUNS };
}
