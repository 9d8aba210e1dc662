import { describe, expect, it } from '@jest/globals';
import { callJson, startSlack } from '../client.ts';

describe('chat.postMessage', () => {
  it('posts by name and answers with the id of the channel and the ts', async () => {
    const slack = await startSlack();

    const answer = await callJson(slack, 'chat.postMessage', { channel: '#pipelines', text: 'hello' });

    expect(answer).toMatchObject({
      ok: true,
      channel: slack.channels()[0]?.id,
      ts: expect.stringMatching(/^\d{10}\.\d{6}$/),
    });
    expect(slack.channels()[0]?.messages).toMatchObject([
      { ts: answer.ts, text: 'hello', edited: false, author: { name: 'Signalbox', kind: 'app' } },
    ]);
  });

  it('gives every message of a channel its own ts, in order, within one millisecond', async () => {
    const slack = await startSlack({ now: () => 1_790_000_000_000 });

    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        callJson(slack, 'chat.postMessage', { channel: '#pipelines', text: `message ${index}` }),
      ),
    );

    const stamps = slack.channels()[0]?.messages.map(({ ts }) => ts) ?? [];
    expect(new Set(answers.map(({ ts }) => ts)).size).toBe(20);
    expect(stamps).toEqual([...stamps].sort());
  });

  it('keeps a reply in its thread unless it is also sent to the channel', async () => {
    const slack = await startSlack();
    const { ts } = await callJson(slack, 'chat.postMessage', { channel: '#pipelines', text: 'parent' });
    const reply = { channel: '#pipelines', thread_ts: ts };

    await callJson(slack, 'chat.postMessage', { ...reply, text: 'quiet' });
    await callJson(slack, 'chat.postMessage', { ...reply, text: 'loud', reply_broadcast: true });

    const [parent, broadcast, ...rest] = slack.channels()[0]?.messages ?? [];
    expect(parent?.replies.map(({ text }) => text)).toEqual(['quiet', 'loud']);
    expect(broadcast).toMatchObject({ text: 'loud', broadcast: true, threadTs: ts });
    expect(rest).toEqual([]);
  });

  it('puts a reply to a reply into the thread of the parent', async () => {
    const slack = await startSlack();
    const parent = await callJson(slack, 'chat.postMessage', { channel: '#pipelines', text: 'parent' });
    const reply = await callJson(slack, 'chat.postMessage', {
      channel: '#pipelines',
      text: 'reply',
      thread_ts: parent.ts,
    });

    await callJson(slack, 'chat.postMessage', {
      channel: '#pipelines',
      text: 'second',
      thread_ts: reply.ts,
    });

    expect(slack.channels()[0]?.messages[0]?.replies.map(({ text }) => text)).toEqual(['reply', 'second']);
  });

  it('posts to the channel, with no thread_ts in the answer, when the parent is gone', async () => {
    const slack = await startSlack();

    const answer = await callJson(slack, 'chat.postMessage', {
      channel: '#pipelines',
      text: 'orphan',
      thread_ts: '1700000000.000100',
    });

    expect(answer.message).not.toHaveProperty('thread_ts');
    expect(slack.channels()[0]?.messages).toMatchObject([{ text: 'orphan', broadcast: false }]);
  });

  it.each([
    ['a channel that does not exist', { channel: '#nowhere', text: 'x' }, 'channel_not_found'],
    ['a channel that the bot was not invited to', { channel: '#private', text: 'x' }, 'not_in_channel'],
    ['an archived channel', { channel: '#old', text: 'x' }, 'is_archived'],
    ['nothing to show', { channel: '#pipelines' }, 'no_text'],
    ['too long a text', { channel: '#pipelines', text: 'x'.repeat(40_001) }, 'msg_too_long'],
    [
      'blocks that are no list',
      { channel: '#pipelines', blocks: '{"type":"divider"}' },
      'invalid_blocks_format',
    ],
    [
      'blocks over a limit',
      { channel: '#pipelines', blocks: Array(51).fill({ type: 'divider' }) },
      'invalid_blocks',
    ],
    [
      'blocks that are too long together',
      {
        channel: '#pipelines',
        blocks: Array(5).fill({ type: 'section', text: { type: 'plain_text', text: 'x'.repeat(2_900) } }),
      },
      'msg_blocks_too_long',
    ],
    [
      'a hundred and one attachments',
      { channel: '#pipelines', attachments: Array(101).fill({}) },
      'too_many_attachments',
    ],
    [
      'a thread_ts of another form',
      { channel: '#pipelines', text: 'x', thread_ts: '0' },
      'invalid_thread_ts',
    ],
    [
      'metadata of another form',
      { channel: '#pipelines', text: 'x', metadata: { key: 1 } },
      'invalid_metadata_format',
    ],
    [
      'metadata that is too large',
      {
        channel: '#pipelines',
        text: 'x',
        metadata: { event_type: 'e', event_payload: { k: 'x'.repeat(8_000) } },
      },
      'metadata_too_large',
    ],
  ])('refuses %s', async (_case, args, error) => {
    const slack = await startSlack();
    slack.createChannel('private', { invited: false });
    slack.createChannel('old', { archived: true });

    expect(await callJson(slack, 'chat.postMessage', args)).toMatchObject({ ok: false, error });
    expect(slack.channels().flatMap(({ messages }) => messages)).toEqual([]);
  });
});

describe('chat.update', () => {
  it('marks a message as edited when its text changes, and not when its blocks do', async () => {
    const slack = await startSlack();
    const channel = '#pipelines';
    const { ts } = await callJson(slack, 'chat.postMessage', { channel, text: 'one' });
    const { ts: withBlocks } = await callJson(slack, 'chat.postMessage', {
      channel,
      blocks: [{ type: 'divider' }],
    });

    await callJson(slack, 'chat.update', { channel, ts, text: 'two' });
    await callJson(slack, 'chat.update', {
      channel,
      ts: withBlocks,
      text: 'fallback',
      blocks: [{ type: 'divider' }],
    });

    expect(slack.channels()[0]?.messages).toMatchObject([
      { ts, text: 'two', edited: true },
      { ts: withBlocks, text: 'fallback', edited: false },
    ]);
  });

  it('removes blocks when text comes without them, and keeps metadata', async () => {
    const slack = await startSlack();
    const channel = '#pipelines';
    const metadata = { event_type: 'signalbox', event_payload: { key: 'started' } };
    const { ts } = await callJson(slack, 'chat.postMessage', {
      channel,
      blocks: [{ type: 'divider' }],
      metadata,
    });

    await callJson(slack, 'chat.update', { channel, ts, text: 'plain' });

    expect(slack.channels()[0]?.messages[0]).toMatchObject({ text: 'plain', blocks: [], metadata });
  });

  it('refuses a message that is not there and one of somebody else', async () => {
    const slack = await startSlack();
    const channel = '#pipelines';
    const foreign = slack.say({ channel, user: slack.people[0]?.id ?? '', text: 'mine' });

    expect(
      await callJson(slack, 'chat.update', { channel, ts: '1700000000.000001', text: 'x' }),
    ).toMatchObject({
      error: 'message_not_found',
    });
    expect(await callJson(slack, 'chat.update', { channel, ts: foreign, text: 'x' })).toMatchObject({
      error: 'cant_update_message',
    });
  });
});

describe('chat.delete', () => {
  it('removes a reply from its thread', async () => {
    const slack = await startSlack();
    const channel = '#pipelines';
    const { ts } = await callJson(slack, 'chat.postMessage', { channel, text: 'parent' });
    const reply = await callJson(slack, 'chat.postMessage', { channel, text: 'reply', thread_ts: ts });

    await callJson(slack, 'chat.delete', { channel, ts: reply.ts });

    expect(slack.channels()[0]?.messages[0]?.replies).toEqual([]);
  });
});

describe('chat.postEphemeral', () => {
  it('shows a message to one person and puts it into no history', async () => {
    const slack = await startSlack();
    const user = slack.people[0]?.id;

    const answer = await callJson(slack, 'chat.postEphemeral', {
      channel: '#pipelines',
      user,
      text: 'only you',
    });

    expect(answer).toMatchObject({ ok: true, message_ts: expect.any(String) });
    expect(slack.channels()[0]).toMatchObject({ messages: [], ephemeral: [{ user, text: 'only you' }] });
  });

  it('refuses somebody who is not there', async () => {
    const slack = await startSlack();

    const answer = await callJson(slack, 'chat.postEphemeral', {
      channel: '#pipelines',
      user: 'U404',
      text: 'x',
    });

    expect(answer).toMatchObject({ ok: false, error: 'users_not_found' });
  });
});
