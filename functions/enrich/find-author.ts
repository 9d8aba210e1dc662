import type { App } from '#shared/app.ts';
import { type Execution, emailOf } from '#shared/domain/execution.ts';
import { AppError } from '#shared/errors.ts';
import { personIn, savePerson, toPersonKey } from '#shared/store/people.ts';

export type FindAuthorApp = Pick<App, 'clock' | 'telemetry' | 'table' | 'destinations' | 'peopleOf'>;

/**
 * Finds out who wrote the change in each workspace that is told, for `deliver` to mention. Asked once a month for each
 * address; whoever cannot be found costs a mention, never a message.
 */
export async function findAuthor(
  execution: Execution,
  destinations: readonly string[],
  app: FindAuthorApp,
): Promise<void> {
  const email = emailOf(execution);
  if (email === undefined) return;
  const secrets = destinations.flatMap((name) => app.destinations.get(name)?.mentions ?? []);
  await Promise.all([...new Set(secrets)].map((secret) => remember({ secret, email }, app)));
}

async function remember(
  place: { readonly secret: string; readonly email: string },
  { clock, telemetry, table, peopleOf }: FindAuthorApp,
): Promise<void> {
  const key = toPersonKey(place);
  const now = clock.now();
  if (personIn((await table.get([key])).get(key), now) !== undefined) return;
  try {
    const people = await peopleOf(place.secret);
    await savePerson(table, place, { id: (await people.findByEmail(place.email)) ?? '', now });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    telemetry.error('The author of a change could not be looked up', error);
    telemetry.count('FactsMissed');
  }
}
