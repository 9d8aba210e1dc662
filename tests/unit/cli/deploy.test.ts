import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

let home: string;

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'signalbox-deploy-'));
});

afterAll(() => rmSync(home, { recursive: true }));

describe('npm run deploy', () => {
  it('explains itself', () => {
    expect(deploy('--help')).toMatchObject({ status: 0, stdout: expect.stringContaining('--stage NAME') });
  });

  it('refuses an option that it does not know', () => {
    expect(deploy('--stge', 'prod')).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("'--stge'"),
    });
  });

  it('checks the settings first', () => {
    expect(deploy('--config', join(home, 'missing.yml'))).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('missing.yml:1: cannot be read'),
    });
  });

  it('says how to get credentials when there are none', () => {
    expect(deploy()).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('no AWS credentials were found'),
    });
  });
});

/** With a home that knows no profiles, and nobody to ask for credentials. */
function deploy(...options: readonly string[]) {
  return spawnSync(process.execPath, ['cli/deploy.ts', ...options], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], HOME: home, AWS_EC2_METADATA_DISABLED: 'true' },
  });
}
