import { describe, expect, it } from '@jest/globals';
import type { Operation, Rendering } from '#shared/channels/channel.ts';
import { slack } from '#shared/channels/slack/index.ts';
import { DIAGNOSIS, type Observation } from '#shared/domain/observation.ts';
import { announcementsOf } from '#shared/domain/record.ts';
import { recordCard } from '#shared/presentation/record-card.ts';
import { buildExecution, buildNotice, seen } from '#tests/support/build-record.ts';
import { FakeHttpClient, FakeSecrets, fakeClients, slackPosted, slackRefused } from '#tests/support/fakes.ts';

const SETTINGS = { type: 'slack', channel: '#pipelines', secret: 'signalbox/slack' };
const IDENTITY = { subject: 'execution/1/r/p/e', key: 'execution' };
const REF = { channel: 'C0123456789', ts: '1772615700.000100' };
const HISTORY = seen('STARTED@0', 'Build.Test FAILED@9', 'RESUMED@20#2', 'SUCCEEDED@60#2');

const DIAGNOSED: Partial<Observation> = {
  ...seen('Build.Test FAILED@9')[0],
  state: DIAGNOSIS,
  facts: {
    failedAt: 'BUILD phase of build 42',
    tests: '3 of 120 failed',
    excerpt: '["npm test","npm ERR! code 1"]',
  },
};

function render(record: Rendering['record'], key?: string, settings: object = {}) {
  const announcement = announcementsOf(record).find((one) => one.key === key);
  return slack
    .open('pipelines', { ...SETTINGS, ...settings })
    .render({ record, announcement, card: recordCard(record, announcement) });
}

async function send(http: FakeHttpClient, operation: Operation = 'post', key?: string) {
  const message = render(buildExecution(HISTORY), key);
  if (message === undefined) throw new Error('nothing to show');
  const ref = operation === 'post' ? undefined : REF;
  return message.send({ operation, ref, identity: IDENTITY, clients: fakeClients({ http }) });
}

describe('the channel slack shows', () => {
  it.each([
    [undefined, true, undefined],
    ['started', false, undefined],
    ['failed 1', true, true],
    ['retried 2', false, undefined],
    ['recovered', true, true],
    ['succeeded', false, undefined],
  ])('%s: %j, with a broadcast: %j', (key, isShown, broadcast) => {
    const payload = render(buildExecution(HISTORY), key)?.payload;

    expect(payload !== undefined).toBe(isShown);
    expect(Object(payload).reply_broadcast).toBe(broadcast);
  });

  it('no stages in a reply: its parent shows them', () => {
    const parent = JSON.stringify(render(buildExecution(HISTORY))?.payload);
    const reply = JSON.stringify(render(buildExecution(HISTORY), 'failed 1')?.payload);

    expect(parent).toContain(':white_check_mark: Build');
    expect(reply).not.toContain(':white_check_mark: Build');
  });

  it('lines of the log in a reply alone, and only when it is told to', () => {
    const record = buildExecution([...HISTORY, DIAGNOSED]);
    const shown = (settings: object, key?: string) => JSON.stringify(render(record, key, settings)?.payload);

    expect(shown({ excerpts: true }, 'failed 1')).toContain('npm ERR! code 1');
    expect(shown({ excerpts: true })).not.toContain('npm ERR!');
    expect(shown({ excerpts: false }, 'failed 1')).not.toContain('npm ERR!');
    expect(shown({}, 'failed 1')).not.toContain('npm ERR!');
    expect(shown({}, 'failed 1')).toContain('In: BUILD phase of build 42');
    expect(shown({}, 'failed 1')).toContain('Tests: 3 of 120 failed');
  });

  it('a notice as a message of its own, without replies', () => {
    expect(render(buildNotice())?.payload).toMatchObject({
      channel: '#pipelines',
      text: 'ECR Image Action arrived from aws.ecr',
    });
    expect(render(buildNotice(), 'notice')).toBeUndefined();
  });
});

describe('the channel slack', () => {
  it('posts with an identity that is found again, and unfurls nothing', async () => {
    const http = new FakeHttpClient(slackPosted('1.2', 'C9'));

    expect(await send(http)).toEqual({ ref: { channel: 'C9', ts: '1.2' } });
    expect(http.methods).toEqual(['chat.postMessage']);
    expect(http.bodies[0]).toMatchObject({
      channel: '#pipelines',
      metadata: { event_type: 'signalbox', event_payload: IDENTITY },
      unfurl_links: false,
      unfurl_media: false,
    });
    expect(http.bodies[0]).not.toHaveProperty('thread_ts');
  });

  it('replies in the thread, to the channel as well', async () => {
    const http = new FakeHttpClient(slackPosted('1.3'));

    await send(http, 'reply', 'failed 1');

    expect(http.bodies[0]).toMatchObject({ thread_ts: REF.ts, reply_broadcast: true });
  });

  it('updates where the message is, by the ids that Slack gave', async () => {
    const http = new FakeHttpClient(slackPosted(REF.ts));

    expect(await send(http, 'update', 'failed 1')).toEqual({ ref: REF });
    expect(http.methods).toEqual(['chat.update']);
    expect(http.bodies[0]).toMatchObject({ channel: REF.channel, ts: REF.ts });
    expect(http.bodies[0]).not.toHaveProperty('reply_broadcast');
    expect(http.bodies[0]).not.toHaveProperty('metadata');
  });

  it.each(['message_not_found', 'cant_update_message', 'edit_window_closed'])(
    'says that a message is gone on %s, so that it is posted anew',
    async (error) => {
      expect(await send(new FakeHttpClient(slackRefused(error)), 'update')).toBe('GONE');
    },
  );

  it('says the same as plain text when its blocks are refused', async () => {
    const http = new FakeHttpClient(slackRefused('invalid_blocks'), slackPosted('1.2'));

    expect(await send(http)).toMatchObject({ ref: { ts: '1.2' } });
    expect(http.bodies[0]).toHaveProperty('blocks');
    expect(http.bodies[1]).not.toHaveProperty('blocks');
    expect(http.bodies[1]).toMatchObject({ text: expect.stringContaining('web-shop') });
  });

  it('parks what is refused as plain text too, after two calls', async () => {
    const http = new FakeHttpClient(slackRefused('invalid_blocks'), slackRefused('msg_too_long'));

    await expect(send(http)).rejects.toMatchObject({
      code: 'rejected',
      message: 'Slack chat.postMessage: msg_too_long, also as plain text',
    });
    expect(http.requests).toHaveLength(2);
  });

  it('finds that a message is gone also on its second call', async () => {
    const http = new FakeHttpClient(slackRefused('invalid_blocks'), slackRefused('message_not_found'));

    expect(await send(http, 'update')).toBe('GONE');
  });

  it('fetches a refused token again, once, before anybody is alarmed', async () => {
    const http = new FakeHttpClient(slackRefused('token_revoked'), slackPosted());
    const clients = fakeClients({ http });

    await render(buildExecution())?.send({ operation: 'post', ref: undefined, identity: IDENTITY, clients });

    expect(clients.secrets.forgotten).toEqual(['signalbox/slack']);
    expect(clients.secrets.asked).toEqual(['signalbox/slack', 'signalbox/slack']);
  });

  it('halts when the fresh token is refused as well', async () => {
    const http = new FakeHttpClient(slackRefused('invalid_auth'));

    await expect(send(http)).rejects.toMatchObject({ code: 'config', remedy: 'halt' });
    expect(http.requests).toHaveLength(2);
  });

  it('does not fetch the token again for a channel that is not there', async () => {
    const http = new FakeHttpClient(slackRefused('channel_not_found'));

    await expect(send(http)).rejects.toMatchObject({ code: 'config' });
    expect(http.requests).toHaveLength(1);
  });

  it.each([
    ['text', 'xoxb-1234-canary'],
    ['nothing', ''],
    ['without a token', '{"signingSecret":"canary"}'],
    ['with a token of a person', '{"botToken":"xoxp-canary"}'],
    ['with a token that cannot stand in a header', JSON.stringify({ botToken: 'xoxb-a\ncanary“' })],
  ])('halts on a secret that is %s, and tells its form and not what it holds', async (_, text) => {
    const clients = fakeClients({ secrets: new FakeSecrets({ 'signalbox/slack': text }) });
    const sending = render(buildExecution())?.send({
      operation: 'post',
      ref: undefined,
      identity: IDENTITY,
      clients,
    });

    await expect(sending).rejects.toMatchObject({
      code: 'config',
      message: 'secret signalbox/slack must be JSON with "botToken": a bot token, which starts with xoxb-',
    });
    expect(clients.http.requests).toEqual([]);
  });

  it('takes a token with the line end that an editor left', async () => {
    const secret = JSON.stringify({ botToken: 'xoxb-1-a\n' });
    const clients = fakeClients({ secrets: new FakeSecrets({ 'signalbox/slack': secret }) });

    await render(buildExecution())?.send({ operation: 'post', ref: undefined, identity: IDENTITY, clients });

    expect(clients.http.requests[0]?.headers['authorization']).toBe('Bearer xoxb-1-a');
  });

  it.each([
    [{}, false],
    [{ excerpts: false }, false],
    [{ excerpts: true }, true],
  ])('wants logs with %j: %s', (settings, wantsLog) => {
    expect(slack.open('pipelines', { ...SETTINGS, ...settings }).wantsLog).toBe(wantsLog);
  });

  it('waits with all edits of the workspace when one is refused for their number, with posts by destination', () => {
    const destination = slack.open('pipelines', SETTINGS);

    expect(destination.pauseScope('update')).toBe('slack signalbox/slack chat.update');
    expect(destination.pauseScope('post')).toBe('pipelines');
    expect(destination.pauseScope('reply')).toBe('pipelines');
  });
});
