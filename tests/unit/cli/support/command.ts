import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../../../..');

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a script of `cli/` as npm does, in a process of its own. */
export function runScript(script: string, ...args: readonly string[]): Promise<Outcome> {
  return runScriptWith(process.env, script, ...args);
}

/** The same with more environment variables. */
export function runScriptIn(
  variables: Readonly<Record<string, string>>,
  script: string,
  ...args: readonly string[]
): Promise<Outcome> {
  return runScriptWith({ ...process.env, ...variables }, script, ...args);
}

/** The same, with only these variables. */
export function runScriptWith(
  env: NodeJS.ProcessEnv,
  script: string,
  ...args: readonly string[]
): Promise<Outcome> {
  return new Promise((resolve) => {
    const options = { cwd: ROOT, env, maxBuffer: 64 * 2 ** 20 };
    const child = execFile(process.execPath, [`cli/${script}`, ...args], options, (_, stdout, stderr) => {
      resolve({ code: child.exitCode, stdout, stderr });
    });
  });
}

/** A folder for the files of a test. */
export function createFolder() {
  const path = mkdtempSync(join(tmpdir(), 'signalbox-cli-'));
  return {
    write(name: string, text: string): string {
      writeFileSync(join(path, name), text);
      return join(path, name);
    },
    absent: join(path, 'absent.json'),
    remove: () => rmSync(path, { recursive: true }),
  };
}
