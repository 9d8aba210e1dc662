import { describe, expect, it } from '@jest/globals';
import { callJson, postJson, startSlack } from './client.ts';

const MESSAGE = { channel: '#pipelines', text: 'hello' };

describe('faults on command', () => {
  it('answer 429 with the wait, as often as asked', async () => {
    const slack = await startSlack();
    slack.fail({ method: 'chat.postMessage', times: 1, with: { status: 429, retryAfterSeconds: 7 } });

    const hit = await postJson(slack, 'chat.postMessage', MESSAGE);
    const after = await postJson(slack, 'chat.postMessage', MESSAGE);

    expect([hit.status, hit.headers.get('retry-after'), await hit.json()]).toEqual([
      429,
      '7',
      { ok: false, error: 'ratelimited' },
    ]);
    expect(after.status).toBe(200);
    expect(slack.calls()).toMatchObject([{ status: 429, ok: false, error: 'ratelimited' }, { ok: true }]);
  });

  it('hit only the channel that they name, until Slack recovers', async () => {
    const slack = await startSlack();
    slack.createChannel('#releases');
    slack.fail({ channel: '#pipelines', with: { status: 503 } });

    const hit = await postJson(slack, 'chat.postMessage', MESSAGE);
    const spared = await postJson(slack, 'chat.postMessage', { ...MESSAGE, channel: '#releases' });
    slack.recover();
    const recovered = await postJson(slack, 'chat.postMessage', MESSAGE);

    expect([hit.status, spared.status, recovered.status]).toEqual([503, 200, 200]);
  });

  it("refuse with any of Slack's words", async () => {
    const slack = await startSlack();
    slack.fail({ with: { error: 'token_revoked' } });

    expect(await callJson(slack, 'auth.test', {})).toEqual({ ok: false, error: 'token_revoked' });
  });

  it('lose the answer after the work was done', async () => {
    const slack = await startSlack();
    slack.fail({ method: 'chat.postMessage', times: 1, with: { lostAnswer: true } });

    await expect(postJson(slack, 'chat.postMessage', MESSAGE)).rejects.toThrow('fetch failed');

    expect(slack.channels()[0]?.messages).toMatchObject([{ text: 'hello' }]);
    expect(slack.calls()).toMatchObject([{ ok: false, error: 'lost_answer' }]);
  });

  it('answer late, with the work done all the same', async () => {
    const slack = await startSlack();
    slack.fail({ with: { delayMilliseconds: 50 } });
    const start = performance.now();

    const answer = await callJson(slack, 'chat.postMessage', MESSAGE);

    expect(answer.ok).toBe(true);
    expect(performance.now() - start).toBeGreaterThan(45);
  });

  it('do not hold up the stop', async () => {
    const slack = await startSlack();
    slack.fail({ with: { delayMilliseconds: 60_000 } });
    const call = postJson(slack, 'auth.test', {});
    call.catch(() => undefined);

    await slack.stop();

    await expect(call).rejects.toThrow('fetch failed');
  });
});
