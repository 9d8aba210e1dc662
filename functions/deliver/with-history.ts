import type { App } from '#shared/app.ts';
import type { Destination } from '#shared/channels/channel.ts';
import { SNAPSHOTS } from '#shared/config/destinations.ts';
import { type Execution, isOfStateMachine } from '#shared/domain/execution.ts';
import { toRun } from '#shared/domain/history.ts';
import { isTerminal } from '#shared/domain/state.ts';
import { recallHistory } from '#shared/store/history.ts';

/**
 * The same with how those of its pipeline ended that started before it; nobody looks while it merely runs.
 *
 * Remembering how it ended itself is a matter of the one destination that is owed every execution that ended, whoever
 * else is told of it, silenced or not. Each look of it writes what is missing, so a crash is mended by the repeat.
 */
export async function withHistory(
  execution: Execution,
  { name }: Destination,
  { table }: Pick<App, 'table'>,
): Promise<Execution> {
  const { state, failures, facts } = execution;
  // A rollback runs one stage with what had succeeded there: neither a failure of the pipeline nor its repair.
  if (facts.trigger?.endsWith('Rollback') || isOfStateMachine(execution)) return execution;
  if (!isTerminal(state) && failures.length === 0) return execution;
  const ended = name === SNAPSHOTS ? toRun(execution) : undefined;
  return { ...execution, history: await recallHistory(table, execution, ended) };
}
