import { describe, expect, it } from '@jest/globals';
import { callJson } from './client.ts';
import { ADA, BLOCKS, pressApprove, startAsked } from './interactivity/buttons.ts';

const START = 1_790_000_000_000;
const MINUTE = 60_000;

/** Ada pressed, and the app got a response_url. */
async function startPressed() {
  let now = START;
  const { slack, app, ts } = await startAsked({ now: () => now });
  await pressApprove(slack, ts, ADA);
  const url = app.received[0]?.payload.response_url ?? '';
  const post = async (body: object) => {
    const response = await fetch(url, { method: 'POST', body: JSON.stringify(body) });
    return { status: response.status, text: await response.text() };
  };
  const wait = (milliseconds: number) => {
    now += milliseconds;
  };
  return { slack, url, post, wait, channel: () => slack.channels()[1] };
}

describe('a response_url', () => {
  it('answers the person alone unless it says otherwise', async () => {
    const { post, channel } = await startPressed();

    const answer = await post({ text: 'You may not' });
    await post({ text: 'All may see', response_type: 'in_channel' });

    expect(answer).toEqual({ status: 200, text: 'ok' });
    expect(channel()?.ephemeral).toMatchObject([{ user: ADA, text: 'You may not' }]);
    expect(channel()?.messages.map(({ text }) => text)).toEqual(['Release it?', 'All may see']);
  });

  it('replaces and deletes the message whose button was pressed', async () => {
    const { post, channel } = await startPressed();

    await post({ text: 'Approved', replace_original: true });
    const replaced = channel()?.messages;
    await post({ delete_original: true });

    expect(replaced).toMatchObject([{ text: 'Approved', blocks: [] }]);
    expect(channel()?.messages).toEqual([]);
  });

  it('replaces a message that only one person sees', async () => {
    const { slack, app } = await startAsked();
    const { message_ts: ts } = await callJson(slack, 'chat.postEphemeral', {
      channel: 'shared',
      user: ADA,
      blocks: BLOCKS,
    });
    await pressApprove(slack, ts, ADA);

    await fetch(app.received[0]?.payload.response_url ?? '', {
      method: 'POST',
      body: JSON.stringify({ text: 'Done', replace_original: true }),
    });

    expect(slack.channels()[1]?.ephemeral).toMatchObject([{ ts, text: 'Done', blocks: [] }]);
  });

  it('can be used five times', async () => {
    const { post } = await startPressed();
    for (let count = 0; count < 5; count += 1) await post({ text: 'x' });

    expect(await post({ text: 'x' })).toEqual({ status: 404, text: '{"ok":false,"error":"used_url"}' });
  });

  it('can be used for half an hour', async () => {
    const { post, wait } = await startPressed();
    wait(30 * MINUTE);
    const inTime = await post({ text: 'x' });
    wait(1);

    expect(inTime.status).toBe(200);
    expect(await post({ text: 'x' })).toEqual({ status: 404, text: '{"ok":false,"error":"expired_url"}' });
  });

  it('refuses blocks that Slack refuses, and another secret', async () => {
    const { post, url } = await startPressed();

    const refused = await post({ blocks: [{ type: 'paragraph' }] });
    const unknown = await fetch(`${url}0`, { method: 'POST', body: '{"text":"x"}' });

    expect([refused.status, JSON.parse(refused.text)]).toEqual([500, { ok: false, error: 'invalid_blocks' }]);
    expect(unknown.status).toBe(404);
  });

  it('is recorded as a call, without its address', async () => {
    const { slack, url, post } = await startPressed();

    await post({ text: 'hello' });

    expect(slack.calls().at(-1)).toMatchObject({ method: 'response-url', ok: true, body: { text: 'hello' } });
    expect(JSON.stringify(slack.calls())).not.toContain(new URL(url).pathname);
  });
});
