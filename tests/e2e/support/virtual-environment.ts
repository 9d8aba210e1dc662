import { execFile } from 'node:child_process';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const PROJECT = resolve(import.meta.dirname, '../../..');
const FOLDER = join(PROJECT, '.local/ministack-venv');
const REQUIREMENTS = join(PROJECT, 'tests/e2e/requirements.txt');
/** Written when everything is installed, so that half an installation is not taken for a whole one. */
const INSTALLED = join(FOLDER, 'installed.txt');
const CHECK =
  'import ensurepip, sys, venv; assert sys.version_info >= (3, 11), "it is " + sys.version.split()[0]';
const REMEDY =
  'npm run test:e2e needs Python 3.11 or newer with venv. On Debian and Ubuntu: apt-get install python3-venv';
const INSTALL_MILLISECONDS = 180_000;

/** A Python with the packages of requirements.txt and no others; gives its path. Made once, kept until the file changes. */
export async function prepareVirtualEnvironment(): Promise<string> {
  const python = join(FOLDER, 'bin/python');
  const wanted = await readFile(REQUIREMENTS, 'utf8');
  if ((await readFile(INSTALLED, 'utf8').catch(() => '')) === wanted) return python;

  await run('python3', ['-c', CHECK], REMEDY);
  await rm(FOLDER, { recursive: true, force: true });
  await run('python3', ['-m', 'venv', FOLDER], REMEDY);
  const flags = ['--quiet', '--disable-pip-version-check', '--no-input', '--no-deps', '--require-hashes'];
  await run(
    python,
    ['-m', 'pip', 'install', ...flags, '--requirement', REQUIREMENTS],
    'pip could not install the emulator',
  );
  await writeFile(INSTALLED, wanted);
  return python;
}

async function run(command: string, parameters: readonly string[], remedy: string): Promise<void> {
  try {
    await promisify(execFile)(command, parameters, { timeout: INSTALL_MILLISECONDS });
  } catch (cause) {
    const said = cause instanceof Error && 'stderr' in cause ? String(cause.stderr).trim() : String(cause);
    throw new Error(`${remedy}\n${said}`, { cause });
  }
}
