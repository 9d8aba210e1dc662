import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { IncomingRequest } from '#shared/runtime/http.ts';
import { signedRequest, slashCommand } from '#tests/support/slack-request.ts';
import { until } from './support/look.ts';
import { startTestStack, type TestStack } from './support/test-stack.ts';

let stack: TestStack;

beforeAll(async () => {
  stack = await startTestStack({
    settingsFile: join(import.meta.dirname, 'support/signalbox.yml'),
    channels: ['#pipelines'],
    topics: ['pipeline-mail'],
  });
}, 120_000);

afterAll(async () => {
  await stack?.stop();
});

describe('the public address', () => {
  it("takes what a person asks for, by the signature over the bytes of Slack's form", async () => {
    const answer = await send(signed('status'));

    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toContain('application/json');
    expect(await answer.json()).toEqual({ response_type: 'ephemeral', text: 'Working on it…' });
    await until(async () => (await stack.log()).some((line) => line.includes('A command was taken')));
  });

  it('refuses a request of a stranger, and tells nothing', async () => {
    const answer = await send(signed('status', 'the-secret-of-a-stranger'));

    expect(answer.status).toBe(401);
    expect(await answer.text()).toBe('');
  });

  it('refuses a request without a signature', async () => {
    const { body } = signed('status');

    expect((await send({ headers: {}, body })).status).toBe(401);
  });

  it('refuses a large body', async () => {
    expect((await send(signed('x'.repeat(110_000)))).status).toBe(413);
  });
});

function signed(text: string, secret = stack.slack.signingSecret): IncomingRequest {
  return signedRequest(slashCommand(text), { secret, at: Math.trunc(Date.now() / 1000) });
}

function send({ headers, body }: IncomingRequest): Promise<Response> {
  return fetch(`${stack.apiUrl}/slack`, { method: 'POST', headers, body });
}
