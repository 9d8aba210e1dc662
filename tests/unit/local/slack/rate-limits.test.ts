import { describe, expect, it } from '@jest/globals';
import { RateLimiter, SLACK_RATE_LIMITS } from '#local/slack/rate-limits.ts';
import { postJson, startSlack } from './client.ts';

function limiterAt(clock: { now: number }): RateLimiter {
  return new RateLimiter(SLACK_RATE_LIMITS, () => clock.now);
}

describe('RateLimiter', () => {
  it('lets one post a second through to a channel', () => {
    const clock = { now: 10_000 };
    const limiter = limiterAt(clock);

    expect(limiter.findRetryAfterSeconds('chat.postMessage', 'C1')).toBeUndefined();
    expect(limiter.findRetryAfterSeconds('chat.postMessage', 'C1')).toBe(1);
    expect(limiter.findRetryAfterSeconds('chat.postMessage', 'C2')).toBeUndefined();
    clock.now += 1_000;
    expect(limiter.findRetryAfterSeconds('incoming-webhook', 'C1')).toBeUndefined();
  });

  it('lets fifty updates a minute through to the workspace', () => {
    const clock = { now: 100_000 };
    const limiter = limiterAt(clock);

    const allowed = Array.from({ length: 50 }, (_, index) =>
      limiter.findRetryAfterSeconds('chat.update', `C${index}`),
    );
    clock.now += 20_000;

    expect(allowed.filter((wait) => wait !== undefined)).toEqual([]);
    expect(limiter.findRetryAfterSeconds('chat.update', 'C99')).toBe(40);
    clock.now += 40_000;
    expect(limiter.findRetryAfterSeconds('chat.update', 'C99')).toBeUndefined();
  });

  it('does not count what it refused', () => {
    const clock = { now: 10_000 };
    const limiter = limiterAt(clock);
    limiter.findRetryAfterSeconds('chat.postMessage', 'C1');
    clock.now += 900;
    limiter.findRetryAfterSeconds('chat.postMessage', 'C1');
    clock.now += 100;

    expect(limiter.findRetryAfterSeconds('chat.postMessage', 'C1')).toBeUndefined();
  });
});

describe('the loopback Slack with rate limits', () => {
  it('answers 429 with the wait, and by channel', async () => {
    const slack = await startSlack({ rateLimits: SLACK_RATE_LIMITS, now: () => 1_790_000_000_000 });
    slack.createChannel('#releases');

    const first = await postJson(slack, 'chat.postMessage', { channel: '#pipelines', text: 'one' });
    const second = await postJson(slack, 'chat.postMessage', { channel: 'pipelines', text: 'two' });
    const other = await postJson(slack, 'chat.postMessage', { channel: '#releases', text: 'three' });

    expect([first.status, second.status, other.status]).toEqual([200, 429, 200]);
    expect(second.headers.get('retry-after')).toBe('1');
  });
});
