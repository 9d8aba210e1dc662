import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { portOf } from '#local/aws/front-door.ts';
import { FunctionHost } from '#local/aws/lambda/function-host.ts';
import { functionSettings } from '#local/aws/lambda/settings.ts';

// Holds a connection to the test for as long as its process lives; answers when the test says so.
const CLINGING = `
import { connect } from 'node:net';
const socket = connect(process.env.PORT, '127.0.0.1');
export async function handler() {
  socket.write('working');
  await new Promise((resolve) => socket.once('data', resolve));
  return process.pid;
}
`;

const directory = mkdtempSync(join(tmpdir(), 'signalbox-host-'));
let server: Server;
let host: FunctionHost;
let lines: string[];

beforeEach(async () => {
  mkdirSync(join(directory, 'clinging'), { recursive: true });
  writeFileSync(join(directory, 'clinging', 'index.mjs'), CLINGING);
  lines = [];
  server = createServer().listen({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  host = new FunctionHost(settings(), (line) => lines.push(line));
});

afterEach(async () => {
  await host.stop();
  server.close();
  rmSync(directory, { recursive: true, force: true });
});

describe('a function host', () => {
  it('uses an environment again', async () => {
    const first = host.invoke({});
    const socket = await nextConnection();
    await release(socket);
    const firstOutcome = await first;

    const second = host.invoke({});
    await release(socket);

    expect(await second).toEqual(firstOutcome);
    expect(host.pids).toHaveLength(1);
  });

  it('runs as many environments as invocations', async () => {
    const invocations = [host.invoke({}), host.invoke({})];
    const sockets = [await nextConnection(), await nextConnection()];
    expect(host.running).toBe(2);
    for (const socket of sockets) await release(socket);

    const [one, other] = await Promise.all(invocations);
    expect(one).not.toEqual(other);
    expect(host.running).toBe(0);
  });

  it('fails what runs when it is killed, and starts anew', async () => {
    const killed = host.invoke({});
    const socket = await nextConnection();
    await once(socket, 'data');

    await host.kill();

    expect(await killed).toMatchObject({ ok: false, type: 'Runtime.ExitError' });
    const next = host.invoke({});
    await release(await nextConnection());
    expect(await next).toMatchObject({ ok: true });
  });

  it('kills one environment by its id, which it can also tell apart by its variables', async () => {
    const ids: string[] = [];
    const telling = new FunctionHost(
      settings(),
      () => {},
      (id) => {
        ids.push(id);
        return {};
      },
    );
    const [one, other] = [telling.invoke({}), telling.invoke({})];
    const sockets = [await nextConnection(), await nextConnection()];
    for (const socket of sockets) await once(socket, 'data');

    await telling.killOne('clinging-1');
    for (const socket of sockets) if (!socket.destroyed) socket.write('go');

    expect(ids).toEqual(['clinging-1', 'clinging-2']);
    expect(await one).toMatchObject({ ok: false, type: 'Runtime.ExitError' });
    expect(await other).toMatchObject({ ok: true });
    await telling.stop();
  });

  it('leaves no process when it stops', async () => {
    const stopped = host.invoke({});
    const socket = await nextConnection();
    const gone = once(
      socket.on('error', () => {}),
      'close',
    );

    await host.stop();

    await gone;
    expect(host.pids).toEqual([]);
    expect(await stopped).toMatchObject({ ok: false });
    expect(await host.invoke({})).toMatchObject({ ok: false, type: 'Stopped' });
  });

  it('takes its processes with it when its own process is killed', async () => {
    const script = new URL('../support/invoke-once.ts', import.meta.url).pathname;
    const parent = spawn(process.execPath, [script, JSON.stringify(settings())], { stdio: 'inherit' });
    const socket = await nextConnection();
    await once(socket, 'data');
    const gone = once(
      socket.on('error', () => {}),
      'close',
    );

    parent.kill('SIGKILL');

    await gone;
    expect(socket.destroyed).toBe(true);
  });
});

async function nextConnection(): Promise<Socket> {
  const [socket] = await once(server, 'connection');
  return socket;
}

/** Lets the invocation that holds this connection end. */
async function release(socket: Socket): Promise<void> {
  await once(socket, 'data');
  socket.write('go');
}

function settings() {
  return functionSettings({
    functionName: 'test-clinging',
    arn: 'arn:aws:lambda:eu-west-1:111122223333:function:test-clinging',
    handler: 'dist/functions/clinging/index.handler',
    timeoutSeconds: 20,
    memoryMegabytes: 128,
    variables: { PORT: String(portOf(server.address())) },
    bundleDirectory: directory,
    endpoint: 'http://127.0.0.1:1',
  });
}
