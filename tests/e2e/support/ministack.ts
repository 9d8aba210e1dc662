import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import * as z from 'zod';
import { ACCOUNT, REGION } from '#local/aws/identity.ts';

const LAUNCHER = join(import.meta.dirname, 'run-ministack.py');
const LOG = resolve(import.meta.dirname, '../../../.local/ministack.log');
const START_MILLISECONDS = 30_000;
const STOP_MILLISECONDS = 10_000;
const CHECK_MILLISECONDS = 100;

const Health = z.object({ version: z.string() });

export interface Ministack {
  readonly endpoint: string;
  readonly version: string;
  /** For files that are to be gone afterwards, however it ends. */
  readonly folder: string;
  stop(): Promise<void>;
}

/** Starts ministack on 127.0.0.1. It lives no longer than this process, however this one ends. */
export async function startMinistack(python: string): Promise<Ministack> {
  const folder = await mkdtemp(join(tmpdir(), 'signalbox-ministack-'));
  const port = await findFreePort();
  const log = await open(LOG, 'w');
  const child = spawn(python, [LAUNCHER], {
    cwd: folder,
    // A group of its own: Ctrl-C reaches the tests, and these take the emulator along.
    detached: true,
    stdio: ['pipe', log.fd, log.fd],
    env: toEnvironment(folder, port),
  });
  await log.close();
  const stop = () => stopChild(child, folder);
  const endpoint = `http://127.0.0.1:${port}`;
  try {
    return { endpoint, folder, version: await waitForHealth(child, endpoint), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Its functions get all of it, so it is no more than this. */
function toEnvironment(folder: string, port: number): Record<string, string> {
  return {
    // Functions run by the node that is found first: this one.
    PATH: `${dirname(process.execPath)}:${process.env['PATH'] ?? ''}`,
    HOME: folder,
    TMPDIR: folder,
    STATE_DIR: join(folder, 'state'),
    S3_DATA_DIR: join(folder, 's3'),
    BIND_HOST: '127.0.0.1',
    MINISTACK_HOST: '127.0.0.1',
    GATEWAY_PORT: String(port),
    IOT_MTLS_ENABLED: '0',
    MINISTACK_ACCOUNT_ID: ACCOUNT,
    MINISTACK_REGION: REGION,
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return address.port;
}

/** Gives the version. */
async function waitForHealth(child: ChildProcess, endpoint: string): Promise<string> {
  const giveUpAt = Date.now() + START_MILLISECONDS;
  while (Date.now() < giveUpAt && child.exitCode === null) {
    const response = await fetch(`${endpoint}/_ministack/health`).catch(() => undefined);
    if (response?.ok) {
      const { version } = Health.parse(await response.json());
      return version;
    }
    await wait(CHECK_MILLISECONDS);
  }
  throw new Error(`ministack did not start: ${(await readFile(LOG, 'utf8')).slice(-2000)}`);
}

async function stopChild(child: ChildProcess, folder: string): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    const exit = once(child, 'exit', { signal: AbortSignal.timeout(STOP_MILLISECONDS) });
    child.stdin?.end();
    await exit;
  }
  await rm(folder, { recursive: true, force: true });
}
