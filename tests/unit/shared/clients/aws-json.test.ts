import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createAwsJson } from '#shared/clients/aws-json.ts';
import { AwsServiceError } from '#shared/clients/aws-request.ts';
import { createHttpClient } from '#shared/clients/http.ts';
import { FakeHttpClient } from '#tests/support/fakes.ts';

const SERVICE = { id: 'SFN', host: 'states', target: 'AWSStepFunctions', version: '1.0' } as const;
const CREDENTIALS = { AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'canary-key' };
const servers: { close(): void }[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

interface Seen {
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** A service that gives the answers in turn, and what it was asked. */
async function serve(...answers: readonly (readonly [status: number, body: string])[]) {
  const seen: Seen[] = [];
  const left = [...answers];
  const server = createServer(async (request: IncomingMessage, response: ServerResponse) => {
    seen.push({ headers: request.headers, body: await text(request) });
    const [status, body] = (left.length > 1 ? left.shift() : left[0]) ?? [200, '{}'];
    response.writeHead(status).end(body);
  });
  servers.push(server);
  const port = await new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () => resolve(Object(server.address()).port)),
  );
  const variables = { ...CREDENTIALS, AWS_REGION: 'eu-west-1', AWS_ENDPOINT_URL: `http://127.0.0.1:${port}` };
  const open = (attempts?: number) =>
    createAwsJson(SERVICE, { http: createHttpClient(), variables, ...(attempts && { attempts }) });
  return { seen, open };
}

describe('a service that takes JSON', () => {
  it('is asked with the operation, the input and a signature', async () => {
    const { seen, open } = await serve([200, '{"executionArn":"arn"}']);

    const answer = await open().call('StartExecution', { name: 'one' });

    expect(answer).toEqual({ executionArn: 'arn' });
    expect(seen).toEqual([
      {
        body: '{"name":"one"}',
        headers: expect.objectContaining({
          'content-type': 'application/x-amz-json-1.0',
          'x-amz-target': 'AWSStepFunctions.StartExecution',
          authorization: expect.stringMatching(
            /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/eu-west-1\/states\/aws4_request, SignedHeaders=.*host.*x-amz-target, Signature=[0-9a-f]{64}$/,
          ),
        }),
      },
    ]);
  });

  it('may answer with nothing', async () => {
    const { open } = await serve([200, '']);

    expect(await open().call('SendTaskHeartbeat', {})).toEqual({});
  });

  it('refuses by the name that it gives, without what else it says', async () => {
    const { open } = await serve([
      400,
      '{"__type":"com.amazonaws.states#TaskTimedOut","message":"canary: what it said"}',
    ]);

    const refused = await open()
      .call('SendTaskSuccess', {})
      .catch((error: unknown) => error);

    expect(refused).toBeInstanceOf(AwsServiceError);
    expect(refused).toMatchObject({ name: 'TaskTimedOut', $metadata: { httpStatusCode: 400 } });
    expect(JSON.stringify(refused) + String(refused)).not.toContain('canary');
  });

  it('is asked again when that may help, and no more than three times', async () => {
    const helped = await serve([500, ''], [400, '{"__type":"ThrottlingException"}'], [200, '{"a":1}']);
    const helpless = await serve([503, '']);
    const refused = await serve([400, '{"__type":"ValidationException"}']);

    expect(await helped.open().call('DescribeAlarms', {})).toEqual({ a: 1 });
    await expect(helpless.open().call('DescribeAlarms', {})).rejects.toMatchObject({ name: 'Http503' });
    await expect(refused.open().call('DescribeAlarms', {})).rejects.toMatchObject({
      name: 'ValidationException',
    });

    expect([helped, helpless, refused].map(({ seen }) => seen.length)).toEqual([3, 3, 1]);
  });

  it('is asked once where a repeat would lose the answer', async () => {
    const { seen, open } = await serve([500, '']);

    await expect(open(1).call('SendTaskSuccess', {})).rejects.toMatchObject({ name: 'Http500' });

    expect(seen).toHaveLength(1);
  });

  it.each([
    [{ AWS_REGION: 'eu-west-1' }, 'https://states.eu-west-1.amazonaws.com/'],
    [{ AWS_REGION: 'cn-north-1' }, 'https://states.cn-north-1.amazonaws.com.cn/'],
    [{ AWS_REGION: 'eusc-de-east-1' }, 'https://states.eusc-de-east-1.amazonaws.eu/'],
    [{ AWS_REGION: 'eu-west-1', AWS_ENDPOINT_URL: 'http://127.0.0.1:1' }, 'http://127.0.0.1:1'],
    [
      { AWS_ENDPOINT_URL: 'http://127.0.0.1:1', AWS_ENDPOINT_URL_SFN: 'http://127.0.0.1:2' },
      'http://127.0.0.1:2',
    ],
  ])('is where %j says', async (variables, url) => {
    const http = new FakeHttpClient({ status: 200, retryAfterSeconds: undefined, body: '{}' });

    await createAwsJson(SERVICE, { http, variables: { ...CREDENTIALS, ...variables } }).call(
      'ListStateMachines',
      {},
    );

    expect(http.requests.map((request) => request.url)).toEqual([url]);
  });
});
