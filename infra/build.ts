import { buildBundles } from './bundles.ts';
import { loadSettings, SettingsError } from './settings.ts';

// npm run build: the bundles under dist/functions, and what each weighs.
try {
  const root = process.cwd();
  for (const { name, bytes } of await buildBundles(root, await loadSettings(root)))
    process.stdout.write(`${name.padEnd(12)} ${(bytes / 1024).toFixed(1).padStart(7)} KB\n`);
} catch (error) {
  if (!(error instanceof SettingsError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
