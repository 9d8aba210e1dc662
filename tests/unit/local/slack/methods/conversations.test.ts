import { describe, expect, it } from '@jest/globals';
import type { LoopbackSlack } from '#local/slack/index.ts';
import { type Answer, callForm, callJson, startSlack } from '../client.ts';

const METADATA = { event_type: 'signalbox', event_payload: { key: 'started' } };

async function post(slack: LoopbackSlack, args: object): Promise<string> {
  return (await callJson(slack, 'chat.postMessage', { channel: '#pipelines', ...args })).ts;
}

function textsOf(answer: Answer): readonly string[] {
  return answer.messages.map(({ text }) => text);
}

describe('conversations.history', () => {
  it('gives messages and broadcast replies, newest first, with metadata only on request', async () => {
    const slack = await startSlack();
    const parent = await post(slack, { text: 'parent', metadata: METADATA });
    await post(slack, { text: 'quiet', thread_ts: parent });
    await post(slack, { text: 'loud', thread_ts: parent, reply_broadcast: true });

    const plain = await callJson(slack, 'conversations.history', { channel: '#pipelines' });
    const full = await callForm(slack, 'conversations.history', {
      channel: '#pipelines',
      include_all_metadata: 'true',
    });

    expect(textsOf(plain)).toEqual(['loud', 'parent']);
    expect(plain.messages[0]).toMatchObject({ subtype: 'thread_broadcast', thread_ts: parent });
    expect(plain.messages[1]).toMatchObject({ thread_ts: parent, reply_count: 2 });
    expect(plain.messages[1]).not.toHaveProperty('metadata');
    expect(full.messages[1]).toMatchObject({ metadata: METADATA });
  });

  it('walks through pages by cursor', async () => {
    const slack = await startSlack();
    for (const text of ['one', 'two', 'three']) await post(slack, { text });

    const first = await callJson(slack, 'conversations.history', { channel: '#pipelines', limit: 2 });
    const second = await callJson(slack, 'conversations.history', {
      channel: '#pipelines',
      limit: 2,
      cursor: first.response_metadata.next_cursor,
    });

    expect([textsOf(first), first.has_more]).toEqual([['three', 'two'], true]);
    expect([textsOf(second), second.has_more]).toEqual([['one'], false]);
  });

  it('leaves out both ends of a period unless they are inclusive', async () => {
    const slack = await startSlack();
    const oldest = await post(slack, { text: 'one' });
    await post(slack, { text: 'two' });
    const latest = await post(slack, { text: 'three' });

    const open = await callJson(slack, 'conversations.history', { channel: '#pipelines', oldest, latest });
    const closed = await callJson(slack, 'conversations.history', {
      channel: '#pipelines',
      oldest,
      latest,
      inclusive: true,
    });

    expect(textsOf(open)).toEqual(['two']);
    expect(textsOf(closed)).toEqual(['three', 'two', 'one']);
  });

  it('refuses a channel that the bot is not in and a cursor that it did not give', async () => {
    const slack = await startSlack();
    slack.createChannel('private', { invited: false });

    expect(await callJson(slack, 'conversations.history', { channel: '#private' })).toMatchObject({
      error: 'not_in_channel',
    });
    expect(
      await callJson(slack, 'conversations.history', { channel: '#pipelines', cursor: 'eA==' }),
    ).toMatchObject({
      error: 'invalid_cursor',
    });
  });
});

describe('conversations.replies', () => {
  it('gives the parent and then the replies, oldest first, also when a reply is named', async () => {
    const slack = await startSlack();
    const parent = await post(slack, { text: 'parent' });
    const reply = await post(slack, { text: 'reply', thread_ts: parent, metadata: METADATA });

    const answer = await callForm(slack, 'conversations.replies', {
      channel: '#pipelines',
      ts: reply,
      include_all_metadata: '1',
    });

    expect(textsOf(answer)).toEqual(['parent', 'reply']);
    expect(answer.messages[1]).toMatchObject({ thread_ts: parent, metadata: METADATA });
  });

  it('refuses a thread that is not there', async () => {
    const slack = await startSlack();

    const answer = await callForm(slack, 'conversations.replies', {
      channel: '#pipelines',
      ts: '1700000000.000001',
    });

    expect(answer).toMatchObject({ ok: false, error: 'thread_not_found' });
  });
});

describe('conversations.list and .info', () => {
  it('say whether the bot is in a channel', async () => {
    const slack = await startSlack();
    slack.createChannel('private', { invited: false });

    const { channels } = await callForm(slack, 'conversations.list', {});
    const { channel } = await callForm(slack, 'conversations.info', { channel: channels[1]?.id ?? '' });

    expect(channels).toMatchObject([
      { name: 'pipelines', is_member: true },
      { name: 'private', is_member: false },
    ]);
    expect(channel).toEqual(channels[1]);
  });
});
