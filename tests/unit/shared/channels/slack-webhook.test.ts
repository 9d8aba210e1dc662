import { describe, expect, it } from '@jest/globals';
import { slackWebhook } from '#shared/channels/slack-webhook.ts';
import { recordCard } from '#shared/presentation/record-card.ts';
import { buildCard, buildExecution } from '#tests/support/build-record.ts';
import { FakeHttpClient, FakeSecrets, fakeClients, WEBHOOK_URL } from '#tests/support/fakes.ts';

const SETTINGS = { type: 'slack-webhook', secret: 'signalbox/chat-webhook' };
const IDENTITY = { subject: 's', key: 'k' };

async function send(clients: ReturnType<typeof fakeClients>) {
  const record = buildExecution();
  const message = slackWebhook
    .open('chat', SETTINGS)
    .render({ record, announcement: undefined, card: recordCard(record) });
  return message?.send({ operation: 'post', ref: undefined, identity: IDENTITY, clients });
}

function withSecret(value: unknown, slackApiUrl = 'https://slack.com/api') {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return fakeClients({
    secrets: new FakeSecrets({ 'signalbox/chat-webhook': text }),
    http: new FakeHttpClient({ status: 200, body: 'ok' }),
    slackApiUrl,
  });
}

describe('the channel slack-webhook', () => {
  it('posts to the address in its secret, unfurls nothing, and has no reference', async () => {
    const clients = withSecret({ url: WEBHOOK_URL });

    expect(await send(clients)).toEqual({ ref: undefined });
    expect(clients.http.requests[0]).toMatchObject({
      url: WEBHOOK_URL,
      target: expect.not.stringContaining('http'),
    });
    expect(clients.http.bodies[0]).toMatchObject({
      unfurl_links: false,
      unfurl_media: false,
      text: expect.any(String),
    });
  });

  it('shows no buttons, which nobody could take away again', async () => {
    const clients = withSecret({ url: WEBHOOK_URL });
    const record = buildExecution();
    const button = { action: 'approval.approve', label: 'Approve', style: 'primary', value: 'v' } as const;
    const message = slackWebhook
      .open('chat', SETTINGS)
      .render({ record, announcement: undefined, card: buildCard({ buttons: [button] }) });

    await message?.send({ operation: 'post', ref: undefined, identity: IDENTITY, clients });

    expect(JSON.stringify(clients.http.bodies[0])).not.toContain('"button"');
  });

  it('shows lines of the log only when it is told to, and wants them only then', () => {
    const reason = { action: 'A', provider: 'B', text: 'c', excerpt: ['npm ERR! code 1'], link: undefined };
    const card = buildCard({ reasons: [reason] });
    const shown = (settings: object) => {
      const destination = slackWebhook.open('chat', { ...SETTINGS, ...settings });
      const message = destination.render({ record: buildExecution(), announcement: undefined, card });
      return [JSON.stringify(message?.payload).includes('npm ERR!'), destination.wantsLog];
    };

    expect(shown({})).toEqual([false, false]);
    expect(shown({ excerpts: false })).toEqual([false, false]);
    expect(shown({ excerpts: true })).toEqual([true, true]);
  });

  it.each([
    'https://hooks.slack.com/services/T/B/x',
    'https://hooks.slack-gov.com/services/T/B/x',
    'https://hooks.slack.com/workflows/T/B/x',
    'https://HOOKS.slack.com/services/T/B/x',
  ])('posts to %s', async (url) => {
    const clients = withSecret({ url });

    await send(clients);

    expect(clients.http.requests).toHaveLength(1);
  });

  it('posts to the stand-in for Slack, where there is one', async () => {
    const clients = withSecret({ url: 'http://127.0.0.1:4567/services/x' }, 'http://127.0.0.1:4567/api');

    await send(clients);

    expect(clients.http.requests).toHaveLength(1);
  });

  it.each([
    'http://hooks.slack.com/services/canary',
    'https://hooks.slack.com.evil.example/canary',
    'https://evil.example/hooks.slack.com/canary',
    'https://evil.example#hooks.slack.com/canary',
    'https://hooks.slack.com@evil.example/canary',
    'https://canary:canary@hooks.slack.com/services/x',
    'https://hooks.slack.com:8443/services/canary',
    'https://xhooks.slack.com/canary',
    'http://127.0.0.1:9999/canary',
    'http://169.254.169.254/latest/meta-data/canary',
    'http://localhost/canary',
    'https://[::1]/canary',
    'file:///etc/canary',
    'javascript:canary',
    '/services/canary',
    '',
  ])('calls nothing for %j', async (url) => {
    const clients = withSecret({ url });

    await expect(send(clients)).rejects.toMatchObject({
      code: 'config',
      message: expect.not.stringContaining('canary'),
    });
    expect(clients.http.requests).toEqual([]);
  });

  it.each([
    ['plain text', 'https://hooks.slack.com/services/canary'],
    ['no url', '{}'],
    ['null', 'null'],
    ['a list', '[]'],
  ])('halts on a secret that is %s', async (_, text) => {
    await expect(send(withSecret(text))).rejects.toMatchObject({
      code: 'config',
      message:
        'secret signalbox/chat-webhook must be JSON with "url": an address that starts with https://hooks.slack.com/',
    });
  });

  // https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks#handling_errors
  it.each([
    [400, 'invalid_payload', 'rejected'],
    [400, 'no_text', 'rejected'],
    [400, 'too_many_attachments', 'rejected'],
    [403, 'action_prohibited', 'config'],
    [403, 'posting_to_general_channel_denied', 'config'],
    [404, 'channel_not_found', 'config'],
    [404, 'no_service', 'config'],
    [404, 'no_active_hooks', 'config'],
    [410, 'channel_is_archived', 'config'],
    [500, 'rollup_error', 'unavailable'],
  ])('takes HTTP %d %s as %s', async (status, body, code) => {
    const clients = fakeClients({ http: new FakeHttpClient({ status, body }) });

    await expect(send(clients)).rejects.toMatchObject({ code });
  });

  it('asks for its secret again after the address was removed', async () => {
    const clients = fakeClients({ http: new FakeHttpClient({ status: 410, body: 'gone' }) });

    await expect(send(clients)).rejects.toMatchObject({ code: 'config' });
    expect(clients.secrets.forgotten).toEqual(['signalbox/chat-webhook']);
  });
});
