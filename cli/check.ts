import { DEFAULT_CONFIG, readConfig } from './read-config.ts';
import { parseCommand, runCommand } from './usage.ts';

const USAGE = `Checks signalbox.yml and reports every mistake at once, with its line and its remedy.

  npm run check -- [FILE]           default: ${DEFAULT_CONFIG}
  npm run check -- --config FILE    the same, as the other commands take it

Exit code 0: no mistake. 2: mistakes, or the file cannot be read.`;

async function check(args: readonly string[]): Promise<number> {
  const { values, positionals } = parse(args);
  if (values.help) {
    process.stdout.write(`${USAGE}\n`);
    return 0;
  }
  const file = values.config ?? positionals[0] ?? DEFAULT_CONFIG;
  const { destinations, routes } = await readConfig(file);
  const count = Object.keys(destinations).length;
  process.stdout.write(
    `${file}: no mistakes; ${count} ${count === 1 ? 'destination' : 'destinations'}, ${routes.length} ${routes.length === 1 ? 'route' : 'routes'}\n`,
  );
  return 0;
}

function parse(args: readonly string[]) {
  return parseCommand(
    {
      args: [...args],
      allowPositionals: true,
      options: { config: { type: 'string' }, help: { type: 'boolean', short: 'h', default: false } },
    },
    USAGE,
  );
}

await runCommand(check);
