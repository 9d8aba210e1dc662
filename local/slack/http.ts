import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import type { Fault } from './faults.ts';

const MAX_BODY_BYTES = 2_000_000;

/** What goes back; `lost` means that the connection breaks after the work was done. */
export interface Reply {
  readonly status: number;
  readonly body: string;
  readonly type: 'application/json; charset=utf-8' | 'text/html';
  readonly headers?: Readonly<Record<string, string>>;
  /** Slack's word for it, where it refuses. */
  readonly error?: string;
  readonly lost?: boolean;
}

export async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES)
      throw new Error(`A request to the loopback Slack is longer than ${MAX_BODY_BYTES} bytes.`);

    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

export function write(response: ServerResponse, reply: Reply): void {
  if (reply.lost) {
    response.socket?.resetAndDestroy();
    return;
  }
  response.writeHead(reply.status, { 'content-type': reply.type, ...reply.headers }).end(reply.body);
}

/** Does the work as the fault lets it be done. */
export async function withFault(
  fault: Fault | undefined,
  work: {
    readonly run: () => Reply;
    readonly refuse: (error: string) => Reply;
    readonly signal: AbortSignal;
  },
): Promise<Reply> {
  if (fault === undefined) return work.run();
  if ('error' in fault) return work.refuse(fault.error);
  if ('lostAnswer' in fault) return { ...work.run(), lost: true };
  if ('delayMilliseconds' in fault) {
    await setTimeout(fault.delayMilliseconds, undefined, { signal: work.signal });
    return work.run();
  }
  if ('retryAfterSeconds' in fault) return slowDown(fault.retryAfterSeconds);

  return { status: fault.status, body: `<html>${fault.status}</html>`, type: 'text/html', error: 'fault' };
}

export function slowDown(retryAfterSeconds: number): Reply {
  return {
    status: 429,
    body: JSON.stringify({ ok: false, error: 'ratelimited' }),
    type: 'application/json; charset=utf-8',
    error: 'ratelimited',
    headers: { 'retry-after': String(retryAfterSeconds) },
  };
}
