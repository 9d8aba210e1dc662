import type { Settings } from '#shared/config/compiled.ts';
import { DEFAULT_CONFIG, readConfig } from './read-config.ts';
import { parseCommand, runCommand, UsageError } from './usage.ts';

const USAGE = `Checks signalbox.yml and reports every mistake at once, with its line and its remedy.

  npm run check -- [FILE…]          default: ${DEFAULT_CONFIG}
  npm run check -- --config FILE    the same, as the other commands take it

Exit code 0: no mistake. 2: mistakes in a file, or one cannot be read.`;

async function check(args: readonly string[]): Promise<number> {
  const { values, positionals } = parse(args);
  if (values.help) {
    process.stdout.write(`${USAGE}\n`);
    return 0;
  }
  const named = [...(values.config ?? []), ...positionals];
  const complaints: string[] = [];
  for (const file of named.length > 0 ? named : [DEFAULT_CONFIG]) {
    try {
      process.stdout.write(`${describe(file, await readConfig(file))}\n`);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      complaints.push(error.message);
    }
  }
  if (complaints.length > 0) throw new UsageError(complaints.join('\n\n'));
  return 0;
}

function describe(file: string, { destinations, routes }: Settings): string {
  const count = Object.keys(destinations).length;
  return `${file}: no mistakes; ${count} ${count === 1 ? 'destination' : 'destinations'}, ${routes.length} ${routes.length === 1 ? 'route' : 'routes'}`;
}

function parse(args: readonly string[]) {
  return parseCommand(
    {
      args: [...args],
      allowPositionals: true,
      options: {
        config: { type: 'string', multiple: true },
        help: { type: 'boolean', short: 'h', default: false },
      },
    },
    USAGE,
  );
}

await runCommand(check);
