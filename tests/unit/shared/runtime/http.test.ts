import { describe, expect, it } from '@jest/globals';
import {
  ConfigError,
  InvalidInputError,
  RateLimitedError,
  UnauthorizedError,
  UnavailableError,
} from '#shared/errors.ts';
import { handleRequest, type IncomingRequest, type RequestWork } from '#shared/runtime/http.ts';
import { FakeTelemetry } from '#tests/support/fakes.ts';

const EVENT = {
  version: '2.0',
  routeKey: 'POST /slack',
  rawPath: '/slack',
  headers: { 'x-slack-signature': 'v0=1' },
  requestContext: { http: { method: 'POST', path: '/slack' } },
  body: 'payload=%7B%7D',
  isBase64Encoded: false,
};
const LIMIT = 100 * 1024;

async function run(work: RequestWork, event: unknown = EVENT) {
  const telemetry = new FakeTelemetry();
  return { response: await handleRequest(event, work, telemetry), telemetry };
}

function failing(error: unknown): RequestWork {
  return () => Promise.reject(error);
}

describe('a request', () => {
  it.each([
    ['as text', { body: 'text=ä', isBase64Encoded: false }],
    ['as base64', { body: Buffer.from('text=ä').toString('base64'), isBase64Encoded: true }],
  ])('reaches the work with its headers and the bytes that were sent, given %s', async (_, more) => {
    const seen: IncomingRequest[] = [];

    await run(
      async (request) => {
        seen.push(request);
        return { status: 200 };
      },
      { ...EVENT, ...more },
    );

    expect(seen).toEqual([{ headers: EVENT.headers, body: Buffer.from('text=ä') }]);
  });

  it('without a body reaches it with an empty one', async () => {
    const { body: _, ...event } = EVENT;

    const { response } = await run(
      async ({ body }) => ({ status: 200, body: { bytes: body.length } }),
      event,
    );

    expect(response.body).toBe('{"bytes":0}');
  });

  it.each([
    ['text', 'x'.repeat(LIMIT), false, 200],
    ['text', 'x'.repeat(LIMIT + 1), false, 413],
    ['text of two bytes each', 'ä'.repeat(LIMIT / 2 + 1), false, 413],
    ['base64', Buffer.alloc(LIMIT).toString('base64'), true, 200],
    ['base64', Buffer.alloc(LIMIT + 1).toString('base64'), true, 413],
  ])('of more than 100 KB in %s is refused unseen', async (_, body, isBase64Encoded, statusCode) => {
    let calls = 0;

    const { response, telemetry } = await run(
      async () => {
        calls += 1;
        return { status: 200 };
      },
      { ...EVENT, body, isBase64Encoded },
    );

    expect(response).toMatchObject({ statusCode });
    expect(calls).toBe(statusCode === 200 ? 1 : 0);
    expect(telemetry.counts.get('RequestsRefused')).toBe(statusCode === 200 ? undefined : 1);
  });
});

describe('the answer', () => {
  it('is the one of the work: empty, or JSON', async () => {
    expect((await run(async () => ({ status: 200 }))).response).toEqual({ statusCode: 200, body: '' });
    expect((await run(async () => ({ status: 200, body: { text: 'Hello' } }))).response).toEqual({
      statusCode: 200,
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: '{"text":"Hello"}',
    });
  });

  it.each([
    ['refuse', 401, new UnauthorizedError('canary'), 'info'],
    ['park', 400, new InvalidInputError('canary'), 'error'],
    ['retry', 503, new UnavailableError('canary'), 'warn'],
    ['retry', 503, new RateLimitedError('canary', { retryAfterSeconds: 2 }), 'warn'],
    ['halt', 500, new ConfigError('canary'), 'error'],
    ['none, of a bug', 500, new TypeError('canary'), 'error'],
    ['none, of what is no error', 500, 'canary', 'error'],
  ])('to an error with the remedy %s is %i without detail', async (_, statusCode, error, level) => {
    const { response, telemetry } = await run(failing(error));

    expect(response).toEqual({ statusCode, body: '' });
    expect(telemetry.lines.map((line) => line.level)).toEqual([level]);
    expect(telemetry.counts.get('RequestsRefused')).toBe(statusCode < 500 ? 1 : undefined);
  });

  it('to what is no request of an HTTP API is 500', async () => {
    expect((await run(async () => ({ status: 200 }), { Records: [] })).response).toEqual({
      statusCode: 500,
      body: '',
    });
  });
});

describe('the log', () => {
  it.each([new UnauthorizedError('request: wrong'), new UnavailableError('queue: gone'), new TypeError('x')])(
    'holds nothing of the request (%s)',
    async (error) => {
      const { telemetry } = await run(failing(error), {
        ...EVENT,
        headers: { 'x-slack-signature': 'v0=canary-signature' },
        body: 'trigger_id=canary-trigger',
      });

      expect(telemetry.lines).toHaveLength(1);
      expect(JSON.stringify(telemetry.lines)).not.toContain('canary');
    },
  );
});
