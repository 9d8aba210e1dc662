import { execFile } from 'node:child_process';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createHttpClient, parseRetryAfter } from '#shared/clients/http.ts';

const servers: Server[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/canary-path?token=canary`;
}

function post(url: string, body = '{}') {
  return createHttpClient().post({ url, body, headers: { 'x-a': 'b' }, target: 'the target' });
}

describe('the HTTP client', () => {
  it('posts and gives status, body and wait', async () => {
    const seen: unknown[] = [];
    const url = await serve(async (request, response) => {
      const parts: Buffer[] = [];
      for await (const part of request) parts.push(part);
      seen.push(request.method, request.url, request.headers['x-a'], Buffer.concat(parts).toString());
      response.writeHead(429, { 'retry-after': '7' }).end('slow <down>');
    });

    expect(await post(url, '{"é":1}')).toEqual({ status: 429, retryAfterSeconds: 7, body: 'slow <down>' });
    expect(seen).toEqual(['POST', '/canary-path?token=canary', 'b', '{"é":1}']);
  });

  it('follows no redirect', async () => {
    let requests = 0;
    const url = await serve((_, response) => {
      requests += 1;
      response.writeHead(302, { location: '/elsewhere' }).end();
    });

    expect(await post(url)).toMatchObject({ status: 302 });
    expect(requests).toBe(1);
  });

  it.each<[string, RequestListener]>([
    ['is cut before it begins', (_, response) => void response.destroy()],
    [
      'is cut in its middle',
      (_, response) =>
        void response.writeHead(200, { 'content-length': '9' }).write('{', () => response.destroy()),
    ],
    ['is no HTTP', (request) => void request.socket.end('hello\r\n\r\n')],
  ])('does not know what became of it when the answer %s', async (_, listener) => {
    const error = await post(await serve(listener)).catch((caught: unknown) => caught);

    expect(error).toMatchObject({
      code: 'unavailable',
      ambiguous: true,
      message: expect.stringMatching(/^the target: no answer/),
    });
    expect(JSON.stringify([String(error), Object(error).cause])).not.toContain('canary');
  });

  it('does not know what became of it when nobody is there', async () => {
    const url = await serve(() => undefined);
    const gone = new URL(url);
    await new Promise((resolve) => servers.splice(0)[0]?.close(resolve));

    await expect(post(gone.href)).rejects.toMatchObject({ code: 'unavailable', ambiguous: true });
  });

  it('gives up after three seconds without an answer, or without the end of one', async () => {
    const silent = await serve(() => undefined);
    const endless = await serve((_, response) => void response.writeHead(200).write('{'));
    const started = performance.now();

    const outcomes = await Promise.allSettled([post(silent), post(endless)]);

    const took = performance.now() - started;
    expect(outcomes.map((outcome) => 'reason' in outcome && outcome.reason)).toMatchObject([
      { code: 'unavailable', ambiguous: true },
      { code: 'unavailable', ambiguous: true },
    ]);
    expect(took).toBeGreaterThan(2900);
    expect(took).toBeLessThan(10_000);
  });

  it.each(['not an address', 'http://user:canary@127.0.0.1/', 'ftp://127.0.0.1/canary'])(
    'names no address when it cannot be called: %s',
    async (url) => {
      const error = await post(url).catch((caught: unknown) => caught);

      expect(error).toMatchObject({ code: 'unavailable' });
      expect(String(error)).not.toMatch(/canary|address/);
    },
  );

  it('takes an answer of who hangs up on the rest of what it was sent', async () => {
    const url = await serve((request, response) => {
      response.writeHead(413, { 'content-length': '5' }).end('large');
      setTimeout(() => request.socket.resetAndDestroy(), 0);
    });

    // In a process of its own, for an error that nobody hears would end it.
    const call = `
      const { createHttpClient } = await import(${JSON.stringify(import.meta.resolve('#shared/clients/http.ts'))});
      const request = { url: '${url}', body: 'x'.repeat(20_000_000), headers: {}, target: 'the target' };
      const told = await createHttpClient().post(request).then(({ status }) => status, ({ code }) => code);
      process.stdout.write(String(told));
      setTimeout(() => process.exit(), 100);
    `;
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', call]);

    expect(stdout).toMatch(/^(413|unavailable)$/);
  });

  it('calls again over the connection that it has', async () => {
    let connections = 0;
    const url = await serve((_, response) => response.end('{}'));
    servers.at(-1)?.on('connection', () => {
      connections += 1;
    });
    const client = createHttpClient();
    const request = { url, body: '{}', headers: {}, target: 'the target' };

    for (let call = 0; call < 3; call += 1) await client.post(request);

    expect(connections).toBe(1);
  });

  it('keeps no more of an answer than anybody needs', async () => {
    const url = await serve((_, response) => response.end('x'.repeat(3_000_000)));

    expect((await post(url)).body).toHaveLength(1_000_000);
  });

  it('keeps as much as who asks has use for', async () => {
    const url = await serve((_, response) => response.end('x'.repeat(3_000_000)));
    const request = { url, body: '{}', headers: {}, target: 'the target', maxCharacters: 2_000_000 };

    expect((await createHttpClient().post(request)).body).toHaveLength(2_000_000);
  });
});

describe('parseRetryAfter', () => {
  const now = Date.parse('2026-03-04T09:15:00Z');

  it.each([
    [null, undefined],
    ['', undefined],
    ['30', 30],
    [' 30 ', 30],
    ['1.2', 2],
    ['0', 0],
    ['Wed, 04 Mar 2026 09:15:30 GMT', 30],
    ['Wednesday, 04-Mar-26 09:15:30 GMT', 30],
    ['Wed Mar  4 09:15:30 2026 GMT', 30],
    ['Wed, 04 Mar 2026 09:14:00 GMT', 0],
    ['7200', 7200],
    ['1000000000', 43_000],
    ['soon', undefined],
    ['soon 1', undefined],
    ['-5', undefined],
    ['1e3', undefined],
    ['30s', undefined],
  ])('reads %j as %j seconds', (value, seconds) => {
    expect(parseRetryAfter(value, now)).toBe(seconds);
  });
});
