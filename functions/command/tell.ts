import type { App } from '#shared/app.ts';
import { escapeTo } from '#shared/channels/slack/text.ts';
import type { Command } from '#shared/runtime/command-entry.ts';

const MAX_TEXT = 3000;

type Asker = Pick<Command, 'secret' | 'channel' | 'person'>;

/** Answers that person alone. Where nobody can be told, what was asked for is done or refused all the same. */
export async function tell(asker: Asker, text: string, app: Pick<App, 'peopleOf'>): Promise<void> {
  await show(asker, escapeTo(text, MAX_TEXT), app);
}

/** The same for text that is in Slack's form already. */
export async function show(
  { secret, channel, person }: Asker,
  text: string,
  { peopleOf }: Pick<App, 'peopleOf'>,
): Promise<void> {
  const people = await peopleOf(secret);
  await people.whisper({ channel, user: person.user, text });
}
