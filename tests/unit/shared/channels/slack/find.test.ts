import { describe, expect, it } from '@jest/globals';
import { createSlackApi } from '#shared/channels/slack/api.ts';
import { findMessage } from '#shared/channels/slack/find.ts';
import { BOT_TOKEN, FakeHttpClient, slackAnswer, slackRefused } from '#tests/support/fakes.ts';

const IDENTITY = { subject: 'execution/1/r/p/e', key: 'failed 1' };
const SINCE = 1_772_615_700;
const PARENT = { channel: 'C0123456789', ts: '1772615700.000100' };

function message(ts: string, payload: unknown = IDENTITY) {
  return { ts, text: 'x', metadata: { event_type: 'signalbox', event_payload: payload } };
}

function page(messages: readonly unknown[], cursor?: string) {
  return slackAnswer({ ok: true, messages, response_metadata: { next_cursor: cursor } });
}

function finding(
  http: FakeHttpClient,
  more: { readonly channel?: string; readonly parent?: typeof PARENT } = {},
) {
  const api = createSlackApi({ http, apiUrl: 'https://slack.com/api', token: BOT_TOKEN });
  return findMessage(api, {
    channel: 'C0123456789',
    parent: undefined,
    identity: IDENTITY,
    since: SINCE,
    ...more,
  });
}

/** The forms that were sent, as objects. */
function formsOf(http: FakeHttpClient) {
  return http.requests.map(({ url, body }) => [
    url.split('/').at(-1),
    Object.fromEntries(new URLSearchParams(body)),
  ]);
}

describe('findMessage', () => {
  it('looks for a parent in the channel, from a minute before the first try on', async () => {
    const http = new FakeHttpClient(
      page([message('3.1', { ...IDENTITY, key: 'other' }), { ts: '2.1' }, message('1.1')]),
    );

    expect(await finding(http)).toEqual({ channel: 'C0123456789', ts: '1.1' });
    expect(formsOf(http)).toEqual([
      [
        'conversations.history',
        {
          channel: 'C0123456789',
          limit: '200',
          include_all_metadata: 'true',
          oldest: String(SINCE - 60),
        },
      ],
    ]);
  });

  it('looks for a reply in the thread of its parent', async () => {
    const http = new FakeHttpClient(
      page([message(PARENT.ts, { ...IDENTITY, key: 'execution' }), message('9.1')]),
    );

    expect(await finding(http, { channel: '#pipelines', parent: PARENT })).toEqual({ ...PARENT, ts: '9.1' });
    expect(formsOf(http)).toMatchObject([
      ['conversations.replies', { channel: PARENT.channel, ts: PARENT.ts }],
    ]);
  });

  it('turns pages until it is found', async () => {
    const http = new FakeHttpClient(
      page([message('3.1', {})], 'c-2'),
      page([], 'c-3'),
      page([message('1.1')]),
    );

    expect(await finding(http)).toEqual({ channel: 'C0123456789', ts: '1.1' });
    expect(formsOf(http).map(([, form]) => Object(form).cursor)).toEqual([undefined, 'c-2', 'c-3']);
  });

  it.each([
    ['no more page', page([], '')],
    ['no metadata of the response', slackAnswer({ ok: true, messages: [] })],
  ])('finds nothing where there is %s', async (_, answer) => {
    expect(await finding(new FakeHttpClient(answer))).toBeUndefined();
  });

  it.each([
    ['of another execution', { ...IDENTITY, subject: 'execution/2/r/p/e' }],
    ['of another announcement', { ...IDENTITY, key: 'recovered' }],
    ['without an identity', {}],
    ['with an identity of other types', { subject: 5, key: null }],
    ['with text in its place', 'x'],
  ])('passes over a message %s', async (_, payload) => {
    expect(await finding(new FakeHttpClient(page([message('1.1', payload)])))).toBeUndefined();
  });

  it('does not turn pages for ever', async () => {
    const http = new FakeHttpClient(page([], 'again'));

    expect(await finding(http)).toBeUndefined();
    expect(http.requests).toHaveLength(4);
  });

  it('asks for the id of a channel that is given by name', async () => {
    const http = new FakeHttpClient(
      slackAnswer({
        ok: true,
        channels: [{ id: 'C1', name: 'other' }, { id: 'C0' }],
        response_metadata: { next_cursor: 'n' },
      }),
      slackAnswer({ ok: true, channels: [{ id: 'C2', name: 'pipelines' }] }),
      page([message('1.1')]),
    );

    expect(await finding(http, { channel: '#pipelines' })).toEqual({ channel: 'C2', ts: '1.1' });
    expect(formsOf(http)).toMatchObject([
      ['conversations.list', { types: 'public_channel,private_channel', exclude_archived: 'true' }],
      ['conversations.list', { cursor: 'n' }],
      ['conversations.history', { channel: 'C2' }],
    ]);
  });

  it('finds nothing in a channel that is not there', async () => {
    const http = new FakeHttpClient(slackAnswer({ ok: true, channels: [] }));

    expect(await finding(http, { channel: '#pipelines' })).toBeUndefined();
    expect(http.methods).toEqual(['conversations.list']);
  });

  it('finds nothing in a thread that is gone', async () => {
    expect(
      await finding(new FakeHttpClient(slackRefused('thread_not_found')), { parent: PARENT }),
    ).toBeUndefined();
  });

  it('never takes a refused search for an empty answer', async () => {
    await expect(finding(new FakeHttpClient(slackRefused('invalid_arguments')))).rejects.toMatchObject({
      code: 'rejected',
      message: 'Slack conversations.history: invalid_arguments; whether the message is there cannot be told',
    });
    await expect(
      finding(new FakeHttpClient(slackRefused('invalid_types')), { channel: '#pipelines' }),
    ).rejects.toMatchObject({ code: 'rejected' });
    await expect(finding(new FakeHttpClient(slackRefused('ratelimited')))).rejects.toMatchObject({
      code: 'rate_limited',
    });
  });
});
