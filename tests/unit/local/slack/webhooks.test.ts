import { describe, expect, it } from '@jest/globals';
import { startSlack } from './client.ts';

function post(url: string, body: string): Promise<Response> {
  return fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
}

describe('an incoming webhook of the loopback Slack', () => {
  it('posts to its channel and answers ok', async () => {
    const slack = await startSlack();

    const response = await post(slack.webhookUrl('#pipelines'), JSON.stringify({ text: 'hello' }));

    expect([response.status, await response.text()]).toEqual([200, 'ok']);
    expect(slack.channels()[0]?.messages).toMatchObject([{ text: 'hello', author: { kind: 'webhook' } }]);
    expect(slack.calls()).toMatchObject([{ method: 'incoming-webhook', ok: true, body: { text: 'hello' } }]);
  });

  it('keeps its address out of the record of calls', async () => {
    const slack = await startSlack();
    const url = slack.webhookUrl('#pipelines');

    await post(url, JSON.stringify({ text: 'hello' }));

    expect(JSON.stringify(slack.calls())).not.toContain(new URL(url).pathname);
  });

  it.each([
    ['no JSON', 'hello', 400, 'invalid_payload'],
    ['nothing to show', '{}', 400, 'no_text'],
    ['blocks that Slack refuses', '{"blocks":[{"type":"paragraph"}]}', 400, 'invalid_blocks'],
  ])('answers %s in words', async (_case, body, status, text) => {
    const slack = await startSlack();

    const response = await post(slack.webhookUrl('#pipelines'), body);

    expect([response.status, await response.text()]).toEqual([status, text]);
  });

  it('is gone when its channel is archived, and unknown with another secret', async () => {
    const slack = await startSlack();
    const url = slack.webhookUrl('#pipelines');
    slack.createChannel('#pipelines', { archived: true });

    const archived = await post(url, '{"text":"x"}');
    const unknown = await post(`${url}x`, '{"text":"x"}');

    expect([archived.status, await archived.text()]).toEqual([410, 'channel_is_archived']);
    expect([unknown.status, await unknown.text()]).toEqual([404, 'no_service']);
  });

  it('refuses as commanded, in words', async () => {
    const slack = await startSlack();
    slack.fail({ method: 'incoming-webhook', with: { error: 'no_active_hooks' } });

    const response = await post(slack.webhookUrl('#pipelines'), '{"text":"x"}');

    expect([response.status, await response.text()]).toEqual([404, 'no_active_hooks']);
  });
});
