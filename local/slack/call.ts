import type { Reply } from './http.ts';
import type { Refusal } from './refusal.ts';

/** One request to Slack, of the Web API or of a webhook. */
export interface Call {
  readonly method: string;
  /** The channel as a fault or a rate limit may name it: id and name. */
  readonly channels: readonly string[];
  /** What was asked, with no token in it. */
  readonly body: unknown;
  /** Throws the refusal for a wrong token. */
  readonly authorize: () => void;
  readonly run: () => Reply;
  readonly refuse: (refusal: Pick<Refusal, 'code' | 'details'>) => Reply;
}

/** A call as it went, for those who ask afterwards. */
export interface CallView {
  readonly method: string;
  /** Milliseconds of the clock when it arrived. */
  readonly at: number;
  readonly status: number;
  readonly ok: boolean;
  readonly error?: string;
  readonly body: unknown;
}

export function toCallView(call: Call, reply: Reply, at: number): CallView {
  const error = reply.lost ? 'lost_answer' : reply.error;
  return {
    method: call.method,
    at,
    status: reply.status,
    ok: error === undefined && reply.status === 200,
    ...(error !== undefined && { error }),
    body: call.body,
  };
}
