import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { loadSettings } from '#infra/settings.ts';

let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'signalbox-settings-'));
});

afterEach(async () => {
  delete process.env['SIGNALBOX_CONFIG'];
  await rm(root, { recursive: true });
});

describe('loadSettings', () => {
  it('reads signalbox.yml of the folder', async () => {
    await writeFile(join(root, 'signalbox.yml'), settingsFor('pipelines'));

    expect(await loadSettings(root)).toMatchObject({ destinations: { pipelines: { type: 'slack' } } });
  });

  it('reads the file that SIGNALBOX_CONFIG names instead', async () => {
    await writeFile(join(root, 'ours.yml'), settingsFor('ours'));
    process.env['SIGNALBOX_CONFIG'] = 'ours.yml';

    expect(await loadSettings(root)).toMatchObject({ destinations: { ours: { type: 'slack' } } });
  });

  it('names every mistake with its file and line', async () => {
    await writeFile(
      join(root, 'signalbox.yml'),
      'destinations:\n  chat: { type: pigeon }\nroutes:\n  - to: [nobody, chat]\n',
    );

    const loading = loadSettings(root);

    await expect(loading).rejects.toThrow(/signalbox\.yml:2: .*pigeon/);
    await expect(loading).rejects.toThrow(/signalbox\.yml:4: .*nobody/);
  });

  it('says what to do when there is no such file', async () => {
    await expect(loadSettings(root)).rejects.toThrow(
      /signalbox\.yml:1: cannot be read.*\n.*SIGNALBOX_CONFIG/,
    );
  });
});

function settingsFor(name: string): string {
  return `destinations:\n  ${name}: { type: slack, channel: '#ci', secret: signalbox/slack }\nroutes:\n  - to: ${name}\n`;
}
