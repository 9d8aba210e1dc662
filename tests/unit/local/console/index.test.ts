import { request } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import { startTestConsole } from './fakes.ts';

/** fetch would not let the Host header be set. */
function get(url: string, headers: Record<string, string>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request(url, { headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .once('error', reject)
      .end();
  });
}

function post(url: string, headers: Record<string, string>): Promise<Response> {
  return fetch(new URL('/demos/succeeds', url), { method: 'POST', headers, body: '{}' });
}

async function* readEvents(response: Response): AsyncGenerator<{ name: string; data: unknown }> {
  let text = '';
  for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += chunk;
    const parts = text.split('\n\n');
    text = parts.pop() ?? '';
    for (const part of parts) {
      const [, name = '', data = ''] = /^event: (\w+)\ndata: (.*)$/.exec(part) ?? [];
      yield { name, data: JSON.parse(data) };
    }
  }
}

describe('the console', () => {
  it('serves a page that may load nothing from elsewhere', async () => {
    const { url } = await startTestConsole();

    const response = await fetch(url);

    expect(response.headers.get('content-security-policy')).toContain(
      "default-src 'none'; script-src 'self'",
    );
    expect(await response.text()).toContain('<script type="module" src="/main.js">');
  });

  it('serves modules with their types taken off', async () => {
    const { url } = await startTestConsole();

    const response = await fetch(new URL('/mrkdwn.ts', url));
    const text = await response.text();

    expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(text).toContain('from "./emoji.ts"');
    expect(text).not.toMatch(/interface |: string/);
  });

  it('serves no file outside its page', async () => {
    const { url } = await startTestConsole();

    const statuses = await Promise.all(
      ['/../index.ts', '/%2e%2e/index.ts', '/index.ts'].map(
        async (path) => (await fetch(new URL(path, url))).status,
      ),
    );

    expect(statuses).toEqual([404, 404, 404]);
  });

  it('answers only to its own name, so that no name can be rebound to it', async () => {
    const { url } = await startTestConsole();
    const { port } = new URL(url);

    expect(await get(url, { host: `127.0.0.1:${port}` })).toBe(200);
    expect(await get(url, { host: `localhost:${port}` })).toBe(200);
    expect(await get(url, { host: `console.example.com:${port}` })).toBe(403);
    expect(await get(`${url}events`, { host: 'evil.example' })).toBe(403);
  });

  it('starts a demo for its own page', async () => {
    const { url, started } = await startTestConsole();

    const response = await post(url, { origin: new URL(url).origin, 'content-type': 'application/json' });

    expect(response.status).toBe(202);
    expect(started).toEqual(['succeeds']);
  });

  it.each([
    ['another site', { origin: 'https://evil.example', 'content-type': 'application/json' }],
    ['nowhere', { 'content-type': 'application/json' }],
    ['a sandboxed frame', { origin: 'null', 'content-type': 'application/json' }],
  ])('takes no command from %s', async (_case, headers) => {
    const { url, started } = await startTestConsole();

    const response = await post(url, headers);

    expect(response.status).toBe(403);
    expect(started).toEqual([]);
  });

  it('takes no command from a plain form', async () => {
    const { url, started } = await startTestConsole();

    const response = await post(url, { origin: new URL(url).origin, 'content-type': 'text/plain' });

    expect(response.status).toBe(403);
    expect(started).toEqual([]);
  });

  it('names a demo that it does not have', async () => {
    const { url } = await startTestConsole();
    const { origin } = new URL(url);

    const response = await fetch(`${origin}/demos/explodes`, {
      method: 'POST',
      headers: { origin, 'content-type': 'application/json' },
      body: '{}',
    });

    expect([response.status, await response.text()]).toEqual([404, 'There is no demo "explodes".']);
  });

  it('sends everything to a new reader, and then what changes', async () => {
    const { url, slack } = await startTestConsole();
    const events = readEvents(await fetch(new URL('/events', url)));
    const first = [];
    for (let count = 0; count < 10; count += 1) first.push((await events.next()).value);

    slack.say({ channel: 'pipelines', user: slack.people[0]?.id ?? '', text: 'news' });
    const next = (await events.next()).value;

    expect(first.map((event) => event?.name)).toEqual([
      'channels',
      'people',
      'groups',
      'modals',
      'pipelines',
      'demos',
      'mail',
      'log',
      'archive',
      'decisions',
    ]);
    expect(next).toMatchObject({
      name: 'channels',
      data: [{ name: 'pipelines', messages: [{ text: 'news' }] }],
    });
    await events.return(undefined);
  });

  it('reads an object of the archive', async () => {
    const { url } = await startTestConsole();

    const response = await fetch(new URL('/archive?key=events%2Fa.gz', url));

    expect(await response.text()).toBe('contents of events/a.gz');
  });

  it('reports a failure and says so', async () => {
    const read = async () => {
      throw new Error('no such bucket');
    };
    const { url, problems } = await startTestConsole({ archive: { list: async () => [], read } });

    const response = await fetch(new URL('/archive?key=x', url));

    expect([response.status, await response.text()]).toEqual([
      500,
      'The console failed: Error: no such bucket',
    ]);
    expect(problems).toEqual([new Error('no such bucket')]);
  });
});
