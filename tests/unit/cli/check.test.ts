import { afterAll, describe, expect, it } from '@jest/globals';
import { createFolder, runScript } from './support/command.ts';

const folder = createFolder();

afterAll(folder.remove);

describe('npm run check', () => {
  it("says that the project's own settings have no mistake", async () => {
    expect(await runScript('check.ts')).toEqual({
      code: 0,
      stdout: expect.stringMatching(/^signalbox\.yml: no mistakes; \d+ destinations?, \d+ routes?\n$/),
      stderr: '',
    });
  });

  it('counts in the singular too', async () => {
    const file = folder.write(
      'one.yml',
      'destinations: { chat: { type: slack, channel: C0123456789, secret: s } }\nroutes: [{ to: chat }]',
    );

    expect(await runScript('check.ts', file)).toMatchObject({
      code: 0,
      stdout: `${file}: no mistakes; 1 destination, 1 route\n`,
    });
  });

  it('reports every mistake at once, with file, line and remedy', async () => {
    const file = folder.write(
      'wrong.yml',
      'destinations:\n  chat: { type: slack, channel: pipelines, secret: s }\nroutes:\n  - to: [chat, mail]\n  - too: chat\n',
    );

    const { code, stdout, stderr } = await runScript('check.ts', file);

    expect([code, stdout]).toEqual([2, '']);
    expect(stderr.split('\n').filter((line) => line.startsWith(file))).toEqual([
      expect.stringMatching(/:2: .*a channel is "#name" or an id/),
      expect.stringMatching(/:4: route 1 names the destination "mail", which does not exist$/),
      expect.stringMatching(/:5: /),
      expect.stringMatching(/:5: .*unknown setting too$/),
    ]);
    expect(stderr).toMatch(/4 mistakes in .*wrong\.yml\n$/);
    expect(stderr).not.toContain('    at ');
  });

  describe('of several files', () => {
    const right =
      'destinations: { chat: { type: slack, channel: C0123456789, secret: s } }\nroutes: [{ to: chat }]';

    it('checks each, in the order given, and the one of --config before them', async () => {
      const [a, b, c] = ['a.yml', 'b.yml', 'c.yml'].map((name) => folder.write(name, right));

      expect(await runScript('check.ts', a ?? '', '--config', b ?? '', c ?? '')).toEqual({
        code: 0,
        stdout: [b, a, c].map((file) => `${file}: no mistakes; 1 destination, 1 route\n`).join(''),
        stderr: '',
      });
    });

    it('reports the mistakes of all, whichever is wrong', async () => {
      const good = folder.write('good.yml', right);
      const bad = folder.write('bad.yml', 'routes: []');

      const { code, stdout, stderr } = await runScript('check.ts', good, bad, folder.absent);

      expect([code, stdout]).toEqual([2, `${good}: no mistakes; 1 destination, 1 route\n`]);
      expect(stderr).toMatch(/2 mistakes in .*bad\.yml\n/);
      expect(stderr).toContain(`${folder.absent} cannot be read`);
    });
  });

  it.each([
    ['a file that is not there', [folder.absent], /cannot be read \(ENOENT\): name a file that exists\n$/],
    ['an option that it does not know', ['--wrong'], /--wrong[\s\S]*npm run check -- \[FILE…\]/],
  ])('ends with 2 for %s', async (_, args, complaint) => {
    const { code, stdout, stderr } = await runScript('check.ts', ...args);

    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(complaint);
    expect(stderr).not.toContain('    at ');
  });

  it('says how it is used', async () => {
    expect(await runScript('check.ts', '--help')).toEqual({
      code: 0,
      stdout: expect.stringContaining('npm run check -- [FILE…]'),
      stderr: '',
    });
  });
});
