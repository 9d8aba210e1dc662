import { describe, expect, it } from '@jest/globals';
import * as z from 'zod/mini';
import { createSlackApi } from '#shared/channels/slack/api.ts';
import { UnavailableError } from '#shared/errors.ts';
import { BOT_TOKEN, FakeHttpClient, slackAnswer, slackRefused } from '#tests/support/fakes.ts';

const Posted = z.object({ ts: z.string() });

function calling(http: FakeHttpClient, more: { readonly isForm?: boolean } = {}) {
  const api = createSlackApi({ http, apiUrl: 'https://slack.com/api', token: BOT_TOKEN });
  return api.call({ method: 'chat.postMessage', body: { channel: '#c', limit: 5 }, ...more }, Posted);
}

describe('a call of the Web API', () => {
  it('posts JSON with the token in a header', async () => {
    const http = new FakeHttpClient(slackAnswer({ ok: true, ts: '1.2' }));

    await calling(http);

    expect(http.requests).toEqual([
      {
        url: 'https://slack.com/api/chat.postMessage',
        body: '{"channel":"#c","limit":5}',
        headers: {
          authorization: `Bearer ${BOT_TOKEN}`,
          'content-type': 'application/json; charset=utf-8',
        },
        target: 'Slack chat.postMessage',
      },
    ]);
  });

  it('sends a form to methods that want one', async () => {
    const http = new FakeHttpClient(slackAnswer({ ok: true, ts: '1.2' }));

    await calling(http, { isForm: true });

    expect(http.requests[0]).toMatchObject({
      body: 'channel=%23c&limit=5',
      headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
    });
  });

  it('gives what was asked for of an answer', async () => {
    const http = new FakeHttpClient(
      slackAnswer({ ok: true, ts: '1.2', warning: 'x', response_metadata: {} }),
    );

    expect(await calling(http)).toEqual({ ok: true, value: { ts: '1.2' } });
  });

  it.each([
    ['message_not_found', 'gone'],
    ['cant_update_message', 'gone'],
    ['edit_window_closed', 'gone'],
    ['thread_not_found', 'gone'],
    ['invalid_blocks', 'content'],
    ['invalid_blocks_format', 'content'],
    ['msg_too_long', 'content'],
    ['msg_blocks_too_long', 'content'],
    ['no_text', 'content'],
    ['metadata_too_large', 'content'],
    ['invalid_arguments', 'content'],
    ['an_error_of_the_future', 'content'],
  ])('gives %s back to the caller, as %s', async (error, kind) => {
    expect(await calling(new FakeHttpClient(slackRefused(error)))).toEqual({ ok: false, error, kind });
  });

  it.each([
    'channel_not_found',
    'not_in_channel',
    'is_archived',
    'restricted_action',
    'account_inactive',
    'missing_scope',
  ])('halts on %s', async (error) => {
    await expect(calling(new FakeHttpClient(slackRefused(error)))).rejects.toMatchObject({
      code: 'config',
      remedy: 'halt',
      message: `Slack chat.postMessage: ${error}`,
      isAboutSecret: false,
    });
  });

  it.each(['invalid_auth', 'not_authed', 'token_revoked', 'token_expired'])(
    'halts on %s, which a fresh secret may mend',
    async (error) => {
      await expect(calling(new FakeHttpClient(slackRefused(error)))).rejects.toMatchObject({
        code: 'config',
        isAboutSecret: true,
      });
    },
  );

  it('names the scope that is missing', async () => {
    const http = new FakeHttpClient(slackRefused('missing_scope', { needed: 'chat:write', provided: 'a' }));

    await expect(calling(http)).rejects.toMatchObject({
      message: 'Slack chat.postMessage: missing_scope; the app needs the scope chat:write',
    });
  });

  it.each(['ratelimited', 'rate_limited', 'message_limit_exceeded'])('slows down on %s', async (error) => {
    await expect(calling(new FakeHttpClient(slackRefused(error)))).rejects.toMatchObject({
      code: 'rate_limited',
      retryAfterSeconds: 30,
    });
  });

  it.each(['internal_error', 'fatal_error', 'service_unavailable', 'request_timeout'])(
    'tries again after %s, which may have done its work',
    async (error) => {
      await expect(calling(new FakeHttpClient(slackRefused(error)))).rejects.toMatchObject({
        code: 'unavailable',
        ambiguous: true,
      });
    },
  );

  it.each([
    ['nothing', ''],
    ['text', 'upstream error'],
    ['HTML', '<html>'],
    ['JSON without ok', '{}'],
    ['JSON that is no object', '[true]'],
    ['null', 'null'],
    ['ok that is text', '{"ok":"true"}'],
    ['ok without what was asked for', '{"ok":true}'],
    ['ok with another type', '{"ok":true,"ts":5}'],
  ])('does not know what became of it when the answer is %s', async (_, body) => {
    await expect(calling(new FakeHttpClient({ status: 200, body }))).rejects.toMatchObject({
      code: 'unavailable',
      ambiguous: true,
    });
  });

  it.each([
    [undefined, 'unknown_error'],
    [5, 'unknown_error'],
    ['Bearer xoxb-1', 'unknown_error'],
    ['x'.repeat(61), 'unknown_error'],
  ])('repeats nothing but a word of Slack as the error: %j', async (given, error) => {
    expect(await calling(new FakeHttpClient(slackAnswer({ ok: false, error: given })))).toMatchObject({
      error,
    });
  });

  it('passes on the wait of a rate limit, and of an outage that tells one', async () => {
    await expect(calling(new FakeHttpClient({ status: 429, retryAfterSeconds: 12 }))).rejects.toMatchObject({
      code: 'rate_limited',
      retryAfterSeconds: 12,
    });
    await expect(calling(new FakeHttpClient({ status: 503, retryAfterSeconds: 60 }))).rejects.toMatchObject({
      code: 'unavailable',
      retryAfterSeconds: 60,
      ambiguous: true,
    });
  });

  it('leaves a lost answer as it is', async () => {
    const lost = new UnavailableError('Slack chat.postMessage: no answer (TimeoutError)', {
      ambiguous: true,
    });

    await expect(calling(new FakeHttpClient(lost))).rejects.toBe(lost);
  });
});
