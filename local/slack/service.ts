import type { IncomingMessage, ServerResponse } from 'node:http';
import { createListeners } from '../listeners.ts';
import { isAnswer, toAnswerCall } from './answers.ts';
import { type Call, type CallView, toCallView } from './call.ts';
import type { Faults } from './faults.ts';
import { type Reply, readBody, slowDown, withFault, write } from './http.ts';
import type { RateLimiter } from './rate-limits.ts';
import { Refusal } from './refusal.ts';
import { isWebApi, toWebApiCall } from './web-api.ts';
import { toWebhookCall } from './webhooks.ts';
import type { Workspace } from './workspace.ts';

interface Parts {
  readonly workspace: Workspace;
  readonly botToken: string;
  readonly faults: Faults;
  readonly limiter: RateLimiter | undefined;
  readonly now: () => number;
}

export interface Service {
  readonly handle: (request: IncomingMessage, response: ServerResponse) => void;
  readonly calls: readonly CallView[];
  readonly announce: () => void;
  readonly subscribe: (listener: () => void) => () => void;
  /** Breaks off what waits for a commanded delay. */
  readonly abort: () => void;
}

export function createService(parts: Parts): Service {
  const calls: CallView[] = [];
  const aborter = new AbortController();
  const { announce, subscribe } = createListeners();

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const at = parts.now();
    const call = toCall(request, await readBody(request), parts);
    const reply = await toReply(call, parts, aborter.signal);
    calls.push(toCallView(call, reply, at));
    write(response, reply);
    announce();
  }

  return {
    handle: (request, response) => {
      serve(request, response).catch((error: unknown) => breakOff(response, error));
    },
    calls,
    announce,
    subscribe,
    abort: () => aborter.abort(),
  };
}

function toCall(request: IncomingMessage, body: string, parts: Parts): Call {
  const path = request.url ?? '';
  if (isWebApi(path)) return toWebApiCall(request, body, parts);

  return isAnswer(path)
    ? toAnswerCall(request, body, parts.workspace)
    : toWebhookCall(request, body, parts.workspace);
}

async function toReply(call: Call, { faults, limiter }: Parts, signal: AbortSignal): Promise<Reply> {
  try {
    call.authorize();
    const fault = faults.take(call);
    const retryAfterSeconds = limiter?.findRetryAfterSeconds(call.method, call.channels[0] ?? '');
    if (retryAfterSeconds !== undefined) return slowDown(retryAfterSeconds);

    const refuse = (code: string) => call.refuse({ code, details: [] });
    return await withFault(fault, { run: call.run, refuse, signal });
  } catch (error) {
    if (error instanceof Refusal) return call.refuse(error);
    throw error;
  }
}

/** A defect of this stand-in, a caller that went away, or the stop: nobody is left to answer well. */
function breakOff(response: ServerResponse, error: unknown): void {
  if (response.headersSent || response.destroyed) response.destroy();
  else
    response
      .writeHead(500, { 'content-type': 'text/plain' })
      .end(`The loopback Slack failed: ${String(error)}`);
}
