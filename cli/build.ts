import { buildBundles } from '#infra/bundles.ts';
import { loadSettings, SettingsError } from '#infra/settings.ts';
import { parseCommand, runCommand, UsageError } from './usage.ts';

const USAGE = `Builds the bundles under dist/functions, with the settings compiled in, and says what each weighs.

  npm run build

Settings: the file that SIGNALBOX_CONFIG names, else signalbox.yml.

  --help   this text

Exit code 0: built. 2: mistakes in the settings, or options that make no sense.`;

async function runBuild(args: readonly string[]): Promise<number> {
  const options = { help: { type: 'boolean', short: 'h', default: false } } as const;
  const { values } = parseCommand({ args: [...args], options }, USAGE);
  process.stdout.write(values.help ? `${USAGE}\n` : await build(process.cwd()));
  return 0;
}

async function build(root: string): Promise<string> {
  const bundles = await buildBundles(root, await readSettings(root));
  return bundles
    .map(({ name, bytes }) => `${name.padEnd(12)} ${(bytes / 1024).toFixed(1).padStart(7)} KB\n`)
    .join('');
}

async function readSettings(root: string) {
  try {
    return await loadSettings(root);
  } catch (error) {
    throw error instanceof SettingsError ? new UsageError(error.message) : error;
  }
}

await runCommand(runBuild);
