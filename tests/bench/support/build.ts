import { readFileSync } from 'node:fs';
import { mkdir, rm, symlink } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type Bundle, buildBundles } from '#infra/bundles.ts';
import { readSettings } from '#shared/config/settings.ts';

const ROOT = resolve(import.meta.dirname, '../../..');

/** Settings of a small team: a channel for everything, mail for what breaks. */
const SETTINGS = `
destinations:
  pipelines: { type: slack, channel: '#pipelines', secret: signalbox/slack }
  mail: { type: sns, topic: 'arn:aws:sns:eu-west-1:111122223333:mail' }
routes:
  - { to: pipelines, continue: true }
  - { match: { status: [failed, recovered] }, to: mail }
`;

/** Of the functions, in MB. */
export const MEMORY = {
  ingest: memoryOf('ingest'),
  enrich: memoryOf('enrich'),
  deliver: memoryOf('deliver'),
  slack: memoryOf('slack'),
  archive: memoryOf('archive'),
};

export interface Built {
  readonly bundles: readonly Bundle[];
  /** Holds <function>/index.mjs. */
  readonly folder: string;
}

/** The bundles as a deployment makes them, in a folder of the bench's own: dist/ stays as it is. */
export async function buildForBench(): Promise<Built> {
  const { settings, mistakes } = readSettings(SETTINGS, 'signalbox.yml');
  if (settings === undefined) throw new Error(JSON.stringify(mistakes));
  const into = join(ROOT, '.local/bench');
  await rm(into, { recursive: true, force: true });
  await mkdir(into, { recursive: true });
  for (const name of ['functions', 'shared', 'infra']) await symlink(join(ROOT, name), join(into, name));
  return { bundles: await buildBundles(into, settings), folder: join(into, 'dist/functions') };
}

function memoryOf(name: string): number {
  const text = readFileSync(join(ROOT, 'functions', name, 'function.yml'), 'utf8');
  const [, memory] = /^memorySize: (\d+)/m.exec(text) ?? [];
  if (memory === undefined) throw new Error(`functions/${name}/function.yml says no memorySize`);
  return Number(memory);
}
