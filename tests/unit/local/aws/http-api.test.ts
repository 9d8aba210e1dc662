import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from '@jest/globals';
import { type HttpApi, openHttpApi } from '#local/aws/http-api.ts';
import type { Outcome } from '#local/aws/lambda/environment.ts';

let api: HttpApi;
const events: unknown[] = [];

afterEach(async () => {
  await api.close();
  events.length = 0;
});

/** An API whose one route answers so. */
async function open(value: unknown = { statusCode: 200 }) {
  await openWith({ ok: true, value });
}

async function openWith(outcome: Outcome) {
  api = await openHttpApi('local-api');
  api.route('POST /slack', async (event) => {
    events.push(event);
    return outcome;
  });
}

describe('an event', () => {
  it('is of payload format 2.0, with a form in base64', async () => {
    await open();

    await fetch(`${api.url}/slack?a=1&b=2`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded', 'X-Slack-Signature': 'v0=1' },
      body: 'text=ä%20b',
    });

    expect(events).toEqual([
      {
        version: '2.0',
        routeKey: 'POST /slack',
        rawPath: '/slack',
        rawQueryString: 'a=1&b=2',
        headers: expect.objectContaining({
          'content-type': 'application/x-www-form-urlencoded',
          'x-slack-signature': 'v0=1',
        }),
        requestContext: {
          accountId: '111122223333',
          apiId: 'local-api',
          domainName: 'local-api.execute-api.eu-west-1.amazonaws.com',
          domainPrefix: 'local-api',
          http: {
            method: 'POST',
            path: '/slack',
            protocol: 'HTTP/1.1',
            sourceIp: '127.0.0.1',
            userAgent: expect.any(String),
          },
          requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
          routeKey: 'POST /slack',
          stage: '$default',
          time: expect.stringMatching(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/),
          timeEpoch: expect.any(Number),
        },
        body: Buffer.from('text=ä%20b').toString('base64'),
        isBase64Encoded: true,
      },
    ]);
  });

  it.each(['application/json', 'application/json; charset=utf-8', 'text/plain'])(
    'holds a body of %s as text',
    async (type) => {
      await open();

      await fetch(`${api.url}/slack`, {
        method: 'POST',
        headers: { 'content-type': type },
        body: '{"a":"ä"}',
      });

      expect(events).toMatchObject([{ body: '{"a":"ä"}', isBase64Encoded: false }]);
    },
  );

  it('has no body where there was none', async () => {
    await open();

    await fetch(`${api.url}/slack`, { method: 'POST' });

    expect(events).toMatchObject([{ isBase64Encoded: false }]);
    expect(events[0]).not.toHaveProperty('body');
  });

  it('joins a header that comes twice', async () => {
    await open();

    await post({ 'X-Slack-Signature': ['v0=1', 'v0=2'] });

    expect(events).toMatchObject([{ headers: { 'x-slack-signature': 'v0=1,v0=2' } }]);
  });
});

describe('the answer', () => {
  it('has the status, headers and body that the function gives', async () => {
    await open({ statusCode: 401, headers: { 'x-why': 'because' }, body: 'no' });

    const answer = await fetch(`${api.url}/slack`, { method: 'POST' });

    expect(answer.status).toBe(401);
    expect(answer.headers.get('x-why')).toBe('because');
    expect(await answer.text()).toBe('no');
  });

  it.each([
    ['in base64', { statusCode: 200, body: 'aGk=', isBase64Encoded: true }, 'hi'],
    ['without a status', { text: 'hi' }, '{"text":"hi"}'],
    ['as text alone', 'hi', 'hi'],
  ])('may be given %s', async (_, value, body) => {
    await open(value);

    const answer = await fetch(`${api.url}/slack`, { method: 'POST' });

    expect(answer.status).toBe(200);
    expect(await answer.text()).toBe(body);
  });

  it.each([
    ['fails', { ok: false, type: 'Error', message: 'secret', trace: [] } as const],
    ['gives what is no answer', { ok: true, value: { statusCode: 'ok' } } as const],
  ])('tells nothing when the function %s', async (_, outcome) => {
    await openWith(outcome);

    const answer = await fetch(`${api.url}/slack`, { method: 'POST' });

    expect(answer.status).toBe(500);
    expect(await answer.json()).toEqual({ message: 'Internal Server Error' });
  });

  it.each([
    ['GET', '/slack'],
    ['POST', '/'],
    ['POST', '/slack/'],
    ['POST', '/__proto__'],
  ])('to %s %s is that there is no such route', async (method, path) => {
    await open();

    const answer = await fetch(`${api.url}${path}`, { method });

    expect(answer.status).toBe(404);
    expect(events).toEqual([]);
  });

  it('to more than the limit lets through is to slow down', async () => {
    await open();
    api.limit({ burst: 3, perSecond: 0 });

    const answers = [1, 2, 3, 4, 5].map(() => fetch(`${api.url}/slack`, { method: 'POST' }));

    const statuses = (await Promise.all(answers)).map(({ status }) => status);
    expect(statuses.toSorted()).toEqual([200, 200, 200, 429, 429]);
    expect(events).toHaveLength(3);
  });
});

/** `fetch` would join the headers by itself. */
async function post(headers: Readonly<Record<string, string[]>>): Promise<string> {
  const answer = await new Promise<string>((resolve, reject) => {
    request(`${api.url}/slack`, { method: 'POST', headers }, (response) => resolve(text(response)))
      .on('error', reject)
      .end();
  });
  return answer;
}
