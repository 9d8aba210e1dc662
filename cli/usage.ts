import { type ParseArgsConfig, parseArgs } from 'node:util';

/** A mistake of the person at the keyboard: told without a stack, exit code 2. */
export class UsageError extends Error {}

/** The arguments by the options that a command has. @throws UsageError with the command's help */
export function parseCommand<T extends ParseArgsConfig>(config: T, usage: string) {
  try {
    return parseArgs(config);
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : 'bad arguments'}\n\n${usage}`);
  }
}

/** Runs a command: its result is the exit code; usage errors go to standard error, anything else is a defect and keeps its stack. */
export async function runCommand(command: (args: readonly string[]) => Promise<number>): Promise<void> {
  try {
    process.exitCode = await command(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${error instanceof UsageError ? error.message : describe(error)}\n`);
    process.exitCode = error instanceof UsageError ? 2 : 1;
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
