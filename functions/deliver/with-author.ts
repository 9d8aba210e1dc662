import type { App } from '#shared/app.ts';
import type { Destination } from '#shared/channels/channel.ts';
import { type Execution, emailOf } from '#shared/domain/execution.ts';
import { personIn, toPersonKey } from '#shared/store/people.ts';

/** The same with whom a destination mentions as the author of what failed, as far as somebody has looked. */
export async function withAuthor(
  execution: Execution,
  { mentions: secret }: Destination,
  { table, clock }: Pick<App, 'table' | 'clock'>,
): Promise<Execution> {
  const email = emailOf(execution);
  if (secret === undefined || email === undefined || execution.failures.length === 0) return execution;
  const key = toPersonKey({ secret, email });
  const id = personIn((await table.get([key])).get(key), clock.now());
  return id ? { ...execution, authorId: id } : execution;
}
