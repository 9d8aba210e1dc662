import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { removeRunning, writeRunning } from '#local/running-file.ts';

const FIRST = { endpoint: 'http://127.0.0.1:1', console: 'http://127.0.0.1:2/', pid: 1 };
const SECOND = { ...FIRST, pid: 2 };

let folder: string;
let file: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'running-'));
  file = join(folder, 'local', 'running.json');
});

afterEach(() => rm(folder, { recursive: true }));

describe('the file that says what is running', () => {
  it("is the latest one's", async () => {
    await writeRunning(file, FIRST);
    await writeRunning(file, SECOND);

    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual(SECOND);
    expect(await readdir(join(folder, 'local'))).toEqual(['running.json']);
  });

  it('is taken away by the one it names, and by nobody else', async () => {
    await writeRunning(file, FIRST);
    await writeRunning(file, SECOND);

    await removeRunning(file, FIRST.pid);
    expect(await readdir(join(folder, 'local'))).toEqual(['running.json']);

    await removeRunning(file, SECOND.pid);
    expect(await readdir(join(folder, 'local'))).toEqual([]);
  });

  it('need not be there to be taken away', async () => {
    await expect(removeRunning(file, 1)).resolves.toBeUndefined();
  });
});
