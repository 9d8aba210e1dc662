import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { buildBundles } from '#infra/bundles.ts';

const SETTINGS = { destinations: { chat: { type: 'slack' } }, routes: [] };

let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'signalbox-bundles-'));
});

afterEach(() => rm(root, { recursive: true }));

describe('buildBundles', () => {
  it('makes one module per folder with a function.yml, and says what it weighs', async () => {
    await addFunction('ingest', 'export const handler = () => 1;');
    await addFunction('deliver', 'export const handler = () => 2;');
    await mkdir(join(root, 'functions/notes'));

    const bundles = await buildBundles(root, SETTINGS);

    expect(bundles).toEqual([
      { name: 'deliver', bytes: expect.any(Number) },
      { name: 'ingest', bytes: expect.any(Number) },
    ]);
    expect(await run('deliver')).toBe(2);
  });

  it('compiles the checked settings in', async () => {
    await addFunction('ingest', 'export const handler = () => __SIGNALBOX_SETTINGS__;');

    await buildBundles(root, SETTINGS);

    expect(await run('ingest')).toEqual(SETTINGS);
  });

  it('lets CommonJS packages ask for what they need', async () => {
    await addFunction('ingest', "export const handler = () => require('node:path').sep;");

    await buildBundles(root, SETTINGS);

    expect(await run('ingest')).toBe('/');
  });

  it("leaves out in words where the SDK's Regions are", async () => {
    const folder = join(root, 'node_modules/@aws-sdk/core/aws');
    await mkdir(folder, { recursive: true });
    await writeFile(
      join(folder, 'partitions.js'),
      'export const regions = { "af-south-1": {\n  "description": "Africa (Cape Town)"\n } };',
    );
    await addFunction(
      'ingest',
      "import { regions } from '@aws-sdk/core/aws/partitions.js';\nexport const handler = () => regions;",
    );

    await buildBundles(root, SETTINGS);

    expect(await run('ingest')).toEqual({ 'af-south-1': {} });
  });

  it('fails when a function does not compile', async () => {
    await addFunction(
      'ingest',
      "import { nothing } from './nowhere.ts';\nexport const handler = () => nothing;",
    );

    await expect(buildBundles(root, SETTINGS)).rejects.toThrow('nowhere.ts');
  });
});

async function addFunction(name: string, code: string): Promise<void> {
  const folder = join(root, 'functions', name);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'function.yml'), 'timeout: 10\n');
  await writeFile(join(folder, 'handler.ts'), code);
}

async function run(name: string): Promise<unknown> {
  const { handler } = await import(pathToFileURL(join(root, 'dist/functions', name, 'index.mjs')).href);
  return handler();
}
