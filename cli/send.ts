import * as z from 'zod';
import { readText } from './read-config.ts';
import { parseEvents } from './read-events.ts';
import { findRunningStack, type RunningStack } from './running-stack.ts';
import { shiftTimes } from './shift-times.ts';
import { parseCommand, runCommand, UsageError } from './usage.ts';

const USAGE = `Sends events to the stack that npm start runs on this machine; the console shows what becomes of them.

  npm run send -- FILE… [--keep-time] [--endpoint URL]

Each FILE holds one event, a JSON array of events, or one event a line; they are sent in the order given. An event
with "source" and "detail-type" goes on the event bus, whole: id, account and Region stay as they are in the file.
Anything else (a notification rule's message, an SNS envelope) goes on the events queue, as from a topic.

  --keep-time      send the times that the files hold. Otherwise all are moved by the same amount, so that the newest
                   is now: an execution without news for 30 days is archived and never posted
  --endpoint URL   another local stack than the one that npm start wrote to .local/running.json
  --help           this text

Exit code 0: all were sent. 2: no files given, one cannot be read, or nothing runs here; then nothing was sent.`;

const BusEvent = z.object({ source: z.string(), 'detail-type': z.string() });

async function send(args: readonly string[]): Promise<number> {
  const { values, positionals } = parse(args);
  if (values.help) {
    process.stdout.write(`${USAGE}\n`);
    return 0;
  }
  if (positionals.length === 0) throw new UsageError(`no files given\n\n${USAGE}`);
  const read = await readMessages(positionals);
  const messages = values['keep-time'] ? read : shiftTimes(read, Date.now());
  const stack = await findRunningStack(values.endpoint);
  try {
    for (const message of messages) process.stdout.write(`${await sendOne(message, stack)}\n`);
  } finally {
    stack.close();
  }
  return 0;
}

/** Sends it the way it would come; gives a line that says so. */
async function sendOne(message: unknown, stack: RunningStack): Promise<string> {
  const event = BusEvent.safeParse(message);
  if (!event.success) {
    await stack.putMessage(message);
    return 'on the events queue, as from a topic';
  }
  const rules = await stack.putEvent(message);
  const what = `${event.data.source}, ${event.data['detail-type']}`;
  return rules > 0
    ? `on the bus: ${what}`
    : `on the bus, but no rule takes it (events/patterns.yml; those of services need a route): ${what}`;
}

/** All of them or none: half a history would be shown as one that hangs. */
async function readMessages(files: readonly string[]): Promise<readonly unknown[]> {
  const texts = await Promise.all(files.map(async (file) => ({ file, text: await readText(file) })));
  const events = texts.flatMap(({ file, text }) => parseEvents(text, file));
  const broken = events.flatMap((event) =>
    'error' in event ? `${event.file}, event ${event.index + 1}: ${event.error}` : [],
  );
  if (broken.length > 0) throw new UsageError([...broken, 'nothing was sent'].join('\n'));
  return events.flatMap((event) => ('raw' in event ? [event.raw] : []));
}

function parse(args: readonly string[]) {
  const options = {
    'keep-time': { type: 'boolean', default: false },
    endpoint: { type: 'string' },
    help: { type: 'boolean', short: 'h', default: false },
  } as const;
  return parseCommand({ args: [...args], allowPositionals: true, options }, USAGE);
}

await runCommand(send);
