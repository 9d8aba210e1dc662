import type { App } from '#shared/app.ts';
import type { Command } from '#shared/runtime/entries.ts';

/** Answers that person alone. Where nobody can be told, it is in the log; what was asked for is done or refused all the same. */
export async function tell(
  { secret, channel, person }: Pick<Command, 'secret' | 'channel' | 'person'>,
  text: string,
  { peopleOf }: Pick<App, 'peopleOf'>,
): Promise<void> {
  const people = await peopleOf(secret);
  await people.whisper({ channel, user: person.user, text });
}
