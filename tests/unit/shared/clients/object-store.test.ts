import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createHttpClient, type HttpStore } from '#shared/clients/http.ts';
import { createObjectStore } from '#shared/clients/object-store.ts';

interface Stored {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

const AUDIT = { key: 'audit/year=2026/a.json', body: '{}', contentType: 'application/json' };

const stored: Stored[] = [];
let status = 200;
let server: Server;
let variables: Readonly<Record<string, string>>;

beforeAll(async () => {
  server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    const { method, url, headers } = request;
    stored.push({ method, url, headers, body: Buffer.concat(parts).toString() });
    response.writeHead(status).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  variables = {
    AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_SESSION_TOKEN: 'session',
  };
});

beforeEach(() => {
  status = 200;
});

afterAll(() => new Promise((resolve) => server.close(resolve)));

describe('the archive bucket', () => {
  it('takes an object under its key, with its types, signed for S3', async () => {
    await createObjectStore('archive', { http: createHttpClient(), variables }).put({
      key: 'events/year=2026/a b+c%2Fd.ndjson.gz',
      body: Buffer.from('text'),
      contentType: 'application/x-ndjson',
      contentEncoding: 'gzip',
    });

    expect(stored.at(-1)).toMatchObject({
      method: 'PUT',
      url: '/archive/events/year%3D2026/a%20b%2Bc%252Fd.ndjson.gz',
      body: 'text',
      headers: {
        'content-type': 'application/x-ndjson',
        'content-encoding': 'gzip',
        'x-amz-security-token': 'session',
        authorization: expect.stringMatching(
          /^AWS4-HMAC-SHA256 Credential=local\/\d{8}\/eu-west-1\/s3\/aws4_request/,
        ),
      },
    });
  });

  it.each([
    ['eu-west-1', 'https://archive.s3.eu-west-1.amazonaws.com/a.json'],
    ['cn-north-1', 'https://archive.s3.cn-north-1.amazonaws.com.cn/a.json'],
    ['eusc-de-east-1', 'https://archive.s3.eusc-de-east-1.amazonaws.eu/a.json'],
  ])('has a host of its own in %s', async (region, url) => {
    const asked: string[] = [];
    const http: HttpStore = {
      async put(request) {
        asked.push(request.url);
        return { status: 200, retryAfterSeconds: undefined, body: '' };
      },
    };

    await createObjectStore('archive', {
      http,
      variables: { ...variables, AWS_ENDPOINT_URL: '', AWS_REGION: region },
    }).put({ key: 'a.json', body: '{}', contentType: 'application/json' });

    expect(asked).toEqual([url]);
  });

  it('has no encoding where there is none', async () => {
    await createObjectStore('archive', { http: createHttpClient(), variables }).put({
      key: 'a.json',
      body: '{}',
      contentType: 'application/json',
    });

    expect(stored.at(-1)?.headers).not.toHaveProperty('content-encoding');
  });

  it('is asked to keep what is there of an object that is written once', async () => {
    await createObjectStore('archive', { http: createHttpClient(), variables }).put({ ...AUDIT, once: true });

    expect(stored.at(-1)?.headers).toMatchObject({ 'if-none-match': '*' });
  });

  it('has an object that is written once when it was there already', async () => {
    status = 412;

    await expect(
      createObjectStore('archive', { http: createHttpClient(), variables }).put({ ...AUDIT, once: true }),
    ).resolves.toBeUndefined();
  });

  it('replaces any other object, and does not take a failed condition for success there', async () => {
    status = 412;

    await expect(
      createObjectStore('archive', { http: createHttpClient(), variables }).put(AUDIT),
    ).rejects.toMatchObject({
      code: 'rejected',
    });
    expect(stored.at(-1)?.headers).not.toHaveProperty('if-none-match');
  });

  it('is asked again when two write an object once at the same moment', async () => {
    status = 409;

    await expect(
      createObjectStore('archive', { http: createHttpClient(), variables }).put({ ...AUDIT, once: true }),
    ).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('does not take another refusal for "there already"', async () => {
    status = 403;

    await expect(
      createObjectStore('archive', { http: createHttpClient(), variables }).put({ ...AUDIT, once: true }),
    ).rejects.toMatchObject({ code: 'config' });
  });
});
