import { Command, parseEntry } from '#shared/runtime/entries.ts';
import type { Outcome, QueueMessage } from '#shared/runtime/sqs.ts';
import { type DecideApp, decide } from './decide.ts';
import { tell } from './tell.ts';

export type CommandApp = DecideApp;

export async function commandBatch(
  messages: readonly QueueMessage[],
  app: CommandApp,
): Promise<readonly Outcome[]> {
  return Promise.all(
    messages.map(async (message) => {
      try {
        await run(parseEntry(Command, message.body), app);
        return { message };
      } catch (error) {
        return { message, error };
      }
    }),
  );
}

async function run(command: Command, app: CommandApp): Promise<void> {
  switch (command.kind) {
    case 'decide':
      return decide(command, app);
    default:
      return tell(command, 'Signalbox cannot do that yet.', app);
  }
}
