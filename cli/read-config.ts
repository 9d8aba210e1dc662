import { readFile } from 'node:fs/promises';
import type { Settings } from '#shared/config/compiled.ts';
import { formatMistake, readSettings } from '#shared/config/settings.ts';
import { UsageError } from './usage.ts';

export const DEFAULT_CONFIG = 'signalbox.yml';

/** @throws UsageError with every mistake in the file */
export async function readConfig(file: string): Promise<Settings> {
  const { settings, mistakes } = readSettings(await readText(file), file);
  if (settings !== undefined) return settings;
  const count = `${mistakes.length} ${mistakes.length === 1 ? 'mistake' : 'mistakes'} in ${file}`;
  throw new UsageError([...mistakes.map(formatMistake), '', count].join('\n'));
}

export async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
    const remedy = code === 'EISDIR' ? 'it is a folder, name files' : 'name a file that exists';
    throw new UsageError(`${file} cannot be read (${code}): ${remedy}`);
  }
}
