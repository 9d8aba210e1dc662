import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const PROJECT = join(import.meta.dirname, '../..');
const START = join(PROJECT, 'local/start.ts');
const ADDRESS = /Console +(http:\/\/127\.0\.0\.1:\d+\/)/;

export interface Started {
  readonly console: string;
  /** Everything it printed. */
  output(): string;
  /** Asks it to end, as Ctrl-C does; gives its exit code and how long it took. */
  stop(): Promise<{ readonly code: number | null; readonly milliseconds: number }>;
}

/** `npm start`, in a process of its own. */
export async function start(...args: readonly string[]): Promise<Started> {
  const child = spawn(process.execPath, [START, ...args], {
    cwd: PROJECT,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ready = Promise.withResolvers<string>();
  const exited = once(child, 'exit');
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      const address = ADDRESS.exec(output)?.[1];
      if (address !== undefined) ready.resolve(address);
    });
  exited.then(() => ready.reject(new Error(`npm start ended before it was ready:\n${output}`)), ready.reject);

  return {
    console: await ready.promise,
    output: () => output,
    async stop() {
      const asked = performance.now();
      child.kill('SIGINT');
      const [code] = (await exited) as [number | null];
      return { code, milliseconds: performance.now() - asked };
    },
  };
}
