import { describe, expect, it } from '@jest/globals';
import { callForm, callJson, startSlack } from './client.ts';

describe('the Web API of the loopback Slack', () => {
  it('refuses a call without a token', async () => {
    const slack = await startSlack();

    const response = await fetch(`${slack.apiUrl}/auth.test`, { method: 'POST' });

    expect(await response.json()).toEqual({ ok: false, error: 'not_authed' });
  });

  it('refuses a call with another token', async () => {
    const slack = await startSlack();

    const response = await fetch(`${slack.apiUrl}/auth.test`, {
      method: 'POST',
      headers: { authorization: 'Bearer xoxb-stolen' },
    });

    expect(await response.json()).toEqual({ ok: false, error: 'invalid_auth' });
  });

  it('takes the token of a form, and keeps it out of the record of calls', async () => {
    const slack = await startSlack();

    const response = await fetch(`${slack.apiUrl}/auth.test`, {
      method: 'POST',
      body: new URLSearchParams({ token: slack.botToken }),
    });

    expect(await response.json()).toMatchObject({ ok: true, team_id: expect.stringMatching(/^T/) });
    expect(JSON.stringify(slack.calls())).not.toContain(slack.botToken);
  });

  it('names a method that it does not know', async () => {
    const slack = await startSlack();

    expect(await callJson(slack, 'chat.shout', {})).toEqual({ ok: false, error: 'unknown_method' });
  });

  it('does not look into a JSON body sent to a method that takes forms only', async () => {
    const slack = await startSlack();
    const { ts } = await callJson(slack, 'chat.postMessage', { channel: '#pipelines', text: 'parent' });

    const answer = await callJson(slack, 'conversations.replies', { channel: 'C0LOCAL0001', ts });

    expect(answer).toMatchObject({
      ok: false,
      error: 'invalid_arguments',
      response_metadata: { messages: expect.arrayContaining(['[ERROR] missing required field: channel']) },
    });
  });

  it('takes blocks as JSON inside a form', async () => {
    const slack = await startSlack();
    const blocks = [{ type: 'divider' }];

    await callForm(slack, 'chat.postMessage', { channel: 'pipelines', blocks: JSON.stringify(blocks) });

    expect(slack.channels()[0]?.messages[0]?.blocks).toEqual(blocks);
  });

  it('records what was called, when and with which outcome', async () => {
    const slack = await startSlack({ now: () => 1_790_000_000_000 });

    await callJson(slack, 'chat.postMessage', { channel: '#pipelines', text: 'one' });
    await callJson(slack, 'chat.postMessage', { channel: '#nowhere', text: 'two' });

    expect(slack.calls()).toEqual([
      {
        method: 'chat.postMessage',
        at: 1_790_000_000_000,
        status: 200,
        ok: true,
        body: { channel: '#pipelines', text: 'one' },
      },
      {
        method: 'chat.postMessage',
        at: 1_790_000_000_000,
        status: 200,
        ok: false,
        error: 'channel_not_found',
        body: { channel: '#nowhere', text: 'two' },
      },
    ]);
  });

  it('tells subscribers of every change until they leave', async () => {
    const slack = await startSlack();
    let changes = 0;
    const leave = slack.subscribe(() => {
      changes += 1;
    });

    await callJson(slack, 'chat.postMessage', { channel: '#pipelines', text: 'one' });
    leave();
    await callJson(slack, 'chat.postMessage', { channel: '#pipelines', text: 'two' });

    expect(changes).toBe(1);
  });
});
