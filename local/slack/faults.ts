export type Fault =
  | { readonly status: 429; readonly retryAfterSeconds: number }
  | { readonly status: number }
  /** HTTP 200 and `ok: false`; as text with status 400 from a webhook. */
  | { readonly error: string }
  /** Does the work, then resets the connection: the caller cannot know. */
  | { readonly lostAnswer: true }
  /** Answers late; the work is done after the wait. */
  | { readonly delayMilliseconds: number };

export interface FaultRule {
  /** A method, or `incoming-webhook`; any if absent. */
  readonly method?: string;
  /** Name or id; any if absent. */
  readonly channel?: string;
  /** How many calls are hit; all until `recover()` if absent. */
  readonly times?: number;
  readonly with: Fault;
}

export interface FaultQuestion {
  readonly method: string;
  readonly channels: readonly string[];
}

/** Faults on command: the first rule that fits a call hits it. */
export class Faults {
  #rules: { readonly rule: FaultRule; left: number }[] = [];

  add(rule: FaultRule): void {
    this.#rules.push({ rule, left: rule.times ?? Number.POSITIVE_INFINITY });
  }

  clear(): void {
    this.#rules = [];
  }

  take({ method, channels }: FaultQuestion): Fault | undefined {
    const hit = this.#rules.find(
      ({ rule, left }) =>
        left > 0 &&
        (rule.method === undefined || rule.method === method) &&
        (rule.channel === undefined || channels.includes(rule.channel.replace(/^#/, ''))),
    );
    if (!hit) return undefined;

    hit.left -= 1;
    return hit.rule.with;
  }
}
