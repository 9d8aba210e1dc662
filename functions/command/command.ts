import { Command } from '#shared/runtime/command-entry.ts';
import { parseEntry } from '#shared/runtime/entries.ts';
import type { Outcome, QueueMessage } from '#shared/runtime/sqs.ts';
import { type AskApp, ask } from './ask.ts';
import { control } from './control.ts';
import { type DecideApp, decide } from './decide.ts';
import { type OrderApp, order } from './order.ts';
import { silence } from './silence.ts';

export type CommandApp = DecideApp & OrderApp & AskApp;

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
    case 'control':
      return control(command, app);
    case 'order':
      return order(command, app);
    case 'silence':
      return silence(command, app);
    case 'ask':
      return ask(command, app);
  }
}
