/** Calls per window; https://docs.slack.dev/apis/web-api/rate-limits and design.md section 2. */
export interface RateLimits {
  readonly postsPerSecondAndChannel: number;
  readonly postsPerMinute: number;
  readonly updatesPerMinute: number;
  readonly otherCallsPerMinute: number;
}

export const SLACK_RATE_LIMITS: RateLimits = {
  postsPerSecondAndChannel: 1,
  postsPerMinute: 600,
  updatesPerMinute: 50,
  otherCallsPerMinute: 50,
};

const SECOND = 1_000;
const MINUTE = 60_000;
const POSTS: readonly string[] = ['chat.postMessage', 'chat.postEphemeral', 'incoming-webhook'];

interface Window {
  readonly key: string;
  readonly milliseconds: number;
  readonly calls: number;
}

/** Sliding windows. A refused call does not count. */
export class RateLimiter {
  readonly #limits: RateLimits;
  readonly #now: () => number;
  readonly #calls = new Map<string, number[]>();

  constructor(limits: RateLimits, now: () => number) {
    this.#limits = limits;
    this.#now = now;
  }

  /** Counts the call, or says after how many seconds it may come again. */
  findRetryAfterSeconds(method: string, channel: string): number | undefined {
    const windows = this.#windowsOf(method, channel);
    const waits = windows.map((window) => this.#waitFor(window));
    const longest = Math.max(...waits);
    if (longest > 0) return Math.ceil(longest / SECOND);

    for (const { key } of windows) this.#calls.get(key)?.push(this.#now());
    return undefined;
  }

  #waitFor({ key, milliseconds, calls }: Window): number {
    const now = this.#now();
    const recent = (this.#calls.get(key) ?? []).filter((at) => at > now - milliseconds);
    this.#calls.set(key, recent);
    const oldestThatCounts = recent.at(-calls);
    return recent.length < calls || oldestThatCounts === undefined
      ? 0
      : oldestThatCounts + milliseconds - now;
  }

  #windowsOf(method: string, channel: string): readonly Window[] {
    if (method === 'chat.update')
      return [{ key: method, milliseconds: MINUTE, calls: this.#limits.updatesPerMinute }];
    if (!POSTS.includes(method))
      return [{ key: method, milliseconds: MINUTE, calls: this.#limits.otherCallsPerMinute }];

    return [
      { key: `posts to ${channel}`, milliseconds: SECOND, calls: this.#limits.postsPerSecondAndChannel },
      { key: 'posts', milliseconds: MINUTE, calls: this.#limits.postsPerMinute },
    ];
  }
}
