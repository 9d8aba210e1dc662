import type { IncomingMessage } from 'node:http';
import { type CallView, toCallView } from '#local/slack/call.ts';
import { type Fault, type FaultRule, Faults } from '#local/slack/faults.ts';
import { type Reply, slowDown } from '#local/slack/http.ts';
import { RateLimiter, type RateLimits } from '#local/slack/rate-limits.ts';
import { Refusal } from '#local/slack/refusal.ts';
import type { ChannelView } from '#local/slack/views.ts';
import { toWebApiCall } from '#local/slack/web-api.ts';
import { Workspace } from '#local/slack/workspace.ts';
import type { HttpRequest, HttpResponse } from '#shared/clients/http.ts';
import { UnavailableError } from '#shared/errors.ts';
import { BOT_TOKEN } from '#tests/support/fakes.ts';

export interface SimSlackOptions {
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly rateLimits?: RateLimits;
  /** A fault for this call, drawn anew at each; rules given to `fail` come first. */
  readonly draw?: (call: { readonly method: string; readonly channel: string }) => SimFault | undefined;
}

/** `worked`: does the work, then answers with the status all the same. */
export type SimFault = Fault | { readonly status: number; readonly worked: true } | 'unreachable';

/** The workspace of the loopback Slack, its checks and limits included, without the network: in virtual time. */
export class SimSlack {
  readonly calls: CallView[] = [];
  token = BOT_TOKEN;
  readonly #workspace: Workspace;
  readonly #faults = new Faults();
  readonly #limiter: RateLimiter | undefined;
  readonly #options: SimSlackOptions;

  constructor(options: SimSlackOptions) {
    this.#options = options;
    this.#workspace = new Workspace(options.now);
    this.#limiter = options.rateLimits && new RateLimiter(options.rateLimits, options.now);
  }

  createChannel(name: string): void {
    this.#workspace.createChannel(name);
  }

  delete(channel: string, ts: string): void {
    this.#workspace.findChannel(channel)?.delete(ts);
  }

  fail(rule: FaultRule): void {
    this.#faults.add(rule);
  }

  recover(): void {
    this.#faults.clear();
  }

  channels(): readonly ChannelView[] {
    return this.#workspace.channels().map((channel) => channel.view());
  }

  /** All at once; whoever calls makes the time pass around it. */
  answer({ url, headers, body, target }: HttpRequest): HttpResponse {
    const request = { url: new URL(url).pathname, headers } as unknown as IncomingMessage;
    const call = toWebApiCall(request, body, { workspace: this.#workspace, botToken: this.token });
    const question = { method: call.method, channel: call.channels[1] ?? '' };
    const fault = this.#faults.take(call) ?? this.#options.draw?.(question);
    if (fault === 'unreachable') throw new UnavailableError(`${target}: no answer`, { ambiguous: true });
    const reply = this.#reply(call, fault);
    this.calls.push(toCallView(call, reply, this.#options.now()));
    if (reply.lost) throw new UnavailableError(`${target}: no answer`, { ambiguous: true });
    const retryAfter = reply.headers?.['retry-after'];
    return {
      status: reply.status,
      retryAfterSeconds: retryAfter === undefined ? undefined : Number(retryAfter),
      body: reply.body,
    };
  }

  #reply(call: ReturnType<typeof toWebApiCall>, fault: Exclude<SimFault, 'unreachable'> | undefined): Reply {
    try {
      call.authorize();
      if (fault !== undefined && 'error' in fault) return call.refuse({ code: fault.error, details: [] });
      if (fault !== undefined && 'retryAfterSeconds' in fault) return slowDown(fault.retryAfterSeconds);
      if (fault !== undefined && 'status' in fault) return this.#broken(call, fault);
      const limited = this.#limiter?.findRetryAfterSeconds(call.method, call.channels[0] ?? '');
      if (limited !== undefined) return slowDown(limited);
      const reply = call.run();
      return fault !== undefined && 'lostAnswer' in fault ? { ...reply, lost: true } : reply;
    } catch (error) {
      if (error instanceof Refusal) return call.refuse(error);
      throw error;
    }
  }

  #broken(
    call: ReturnType<typeof toWebApiCall>,
    fault: { readonly status: number; readonly worked?: true },
  ): Reply {
    // What was done although the answer says otherwise is `lost_answer` in the list of calls.
    const error = fault.worked ? 'lost_answer' : 'fault';
    if (fault.worked) call.run();
    return { status: fault.status, body: `<html>${fault.status}</html>`, type: 'text/html', error };
  }
}
