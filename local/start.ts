import { readFile } from 'node:fs/promises';
import { relative, resolve } from 'node:path';
import type { Settings } from '#shared/config/compiled.ts';
import { formatMistake, readSettings } from '#shared/config/settings.ts';
import { Cleanup } from './cleanup.ts';
import { removeRunning, writeRunning } from './running-file.ts';
import { type Stack, startStack } from './stack.ts';
import { parseStartOptions, START_USAGE, StartError, type StartOptions } from './start-options.ts';
import { listenForStop, type StopSignal } from './stop-signal.ts';

const NEEDED_NODE = 24;
const STOP_MILLISECONDS = 2_000;
const RUNNING_FILE = resolve(import.meta.dirname, '../.local/running.json');

await main();

async function main(): Promise<void> {
  const cleanup = new Cleanup();
  const stop = listenForStop();
  try {
    await run(cleanup, stop);
  } catch (error) {
    // What was broken off on request is no failure.
    if (!stop.signal.aborted) fail(error);
  }
  setTimeout(() => process.exit(1), STOP_MILLISECONDS).unref();
  await cleanup.run();
  process.exit();
}

async function run(cleanup: Cleanup, stop: StopSignal): Promise<void> {
  assertNode();
  const options = parseStartOptions(process.argv.slice(2));
  if (options.help) return say(START_USAGE);

  sayReady(await start(options, cleanup, stop));
  await stop.requested;
  say('\nStopping …');
}

async function start({ config, port }: StartOptions, cleanup: Cleanup, stop: StopSignal): Promise<Stack> {
  const step = (what: string) => {
    stop.signal.throwIfAborted();
    say(`${performance.now() / 1_000 < 10 ? ' ' : ''}${(performance.now() / 1_000).toFixed(1)} s  ${what}`);
  };
  step(`reading ${config}`);
  const stack = await startStack({
    settings: await getSettings(config),
    settingsFile: resolve(config),
    port,
    step,
    report: (error) => process.stderr.write(`${describe(error)}\n`),
    cleanup,
  });
  step('ready');
  cleanup.add(() => removeRunning(RUNNING_FILE, process.pid));
  await writeRunning(RUNNING_FILE, { ...stack, pid: process.pid });
  return stack;
}

async function getSettings(config: string): Promise<Settings> {
  const { settings, mistakes } = readSettings(await readConfig(config), relative('', resolve(config)));
  if (settings && mistakes.length === 0) return settings;

  throw new StartError(mistakes.map(formatMistake).join('\n'));
}

async function readConfig(config: string): Promise<string> {
  try {
    return await readFile(config, 'utf8');
  } catch (cause) {
    throw new StartError(
      `${config} cannot be read: ${String(cause)}\nName another file with --config FILE.`,
      {
        cause,
      },
    );
  }
}

function sayReady({ console: url, endpoint }: Stack): void {
  say(`
  Console   ${url}
  AWS       ${endpoint}

Open the console and run a demo, or send events from another terminal: npm run send -- FILE
Ctrl-C stops everything.`);
}

function fail(error: unknown): void {
  process.stderr.write(`${describe(error)}\n`);
  process.exitCode = 1;
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if ('code' in error && error.code === 'EADDRINUSE')
    return `${error.message}\nThe port is in use. Choose another with --port N, or leave --port out.`;

  return error instanceof StartError ? error.message : (error.stack ?? error.message);
}

function assertNode(): void {
  const { node } = process.versions;
  if (Number(node.split('.')[0]) < NEEDED_NODE)
    throw new StartError(
      `Node ${node} is too old, ${NEEDED_NODE} is needed. Start with npm, which brings it: npm ci; npm start`,
    );
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
