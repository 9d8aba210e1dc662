import { DEFAULT_CONFIG, readConfig, readText } from './read-config.ts';
import { type FileEvent, parseEvents } from './read-events.ts';
import { rehearse } from './rehearsal.ts';
import { parseCommand, runCommand, UsageError } from './usage.ts';

const USAGE = `Shows what would be sent for events, without AWS and without a network.

  npm run --silent preview -- [--config FILE] EVENTS…

Each EVENTS file holds one event, a JSON array of events, or one event a line. Events apply in the order given; after
each, every destination is brought up to date; the clock is the event's time. What has no time is shown without. Prints
JSON:

  {"destinations": {NAME: [{"subject", "key", "operation": "post"|"update"|"reply", "payload"}]},
   "notices": […], "rejected": [{"file", "index", "error"}]}

  --config FILE   destinations and routes (default: ${DEFAULT_CONFIG})
  --help          this text

Exit code 0: printed, also when events were rejected. 2: no events given, or a file cannot be read.`;

async function preview(args: readonly string[]): Promise<number> {
  const { values, positionals } = parse(args);
  if (values.help) {
    process.stdout.write(`${USAGE}\n`);
    return 0;
  }
  if (positionals.length === 0) throw new UsageError(`no events given\n\n${USAGE}`);
  const settings = await readConfig(values.config);
  const events: (readonly FileEvent[])[] = [];
  for (const file of positionals) events.push(parseEvents(await readText(file), file));
  process.stdout.write(`${JSON.stringify(await rehearse(settings, events.flat()), undefined, 2)}\n`);
  return 0;
}

function parse(args: readonly string[]) {
  const options = {
    config: { type: 'string', default: DEFAULT_CONFIG },
    help: { type: 'boolean', short: 'h', default: false },
  } as const;
  return parseCommand({ args: [...args], allowPositionals: true, options }, USAGE);
}

await runCommand(preview);
