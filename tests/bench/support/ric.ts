import { execFile } from 'node:child_process';
import { copyFile, mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { RuntimeClient } from './lambda-process.ts';

const HERE = resolve(import.meta.dirname, '../ric');
const INSTALLED = resolve(import.meta.dirname, '../../../.local/ric');

/** AWS's own runtime interface client, installed on demand in a folder of its own. @throws when npm cannot get it */
export async function installRic(): Promise<RuntimeClient> {
  await mkdir(INSTALLED, { recursive: true });
  for (const file of ['package.json', 'package-lock.json'])
    await copyFile(join(HERE, file), join(INSTALLED, file));
  const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline'];
  await promisify(execFile)('npm', ['ci', ...flags], { cwd: INSTALLED });
  const entry = join(INSTALLED, 'node_modules/aws-lambda-ric/index.mjs');
  return { name: 'aws-lambda-ric', arguments: ['--require', join(HERE, 'rapid-client.cjs'), entry] };
}
