import { readFile } from 'node:fs/promises';
import { relative, resolve } from 'node:path';
import type { Settings } from '#shared/config/compiled.ts';
import { formatMistake, type Mistake, readSettings } from '#shared/config/settings.ts';

/** The settings file as a person sees it has mistakes; the message names all of them. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';

  constructor(mistakes: readonly Mistake[]) {
    super(mistakes.map(formatMistake).join('\n'));
  }
}

/** The checked settings that go into the bundles: SIGNALBOX_CONFIG or signalbox.yml, seen from the service's folder. */
export async function loadSettings(root: string): Promise<Settings> {
  const file = resolve(root, process.env['SIGNALBOX_CONFIG'] ?? 'signalbox.yml');
  const near = relative(process.cwd(), file);
  const shown = near.startsWith('..') ? file : near;
  const { settings, mistakes } = readSettings(await readText(file, shown), shown);
  if (settings === undefined || mistakes.length > 0) throw new SettingsError(mistakes);
  return settings;
}

async function readText(file: string, shown: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    const what = `cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`;
    const remedy = 'write one (docs/configuration.md), or name another file in SIGNALBOX_CONFIG';
    throw new SettingsError([{ file: shown, line: 1, what, remedy }]);
  }
}
