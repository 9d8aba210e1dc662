import type { HttpClient, HttpRequest, HttpResponse } from '#shared/clients/http.ts';
import { UnavailableError } from '#shared/errors.ts';

export interface FakeMessage {
  readonly ts: string;
  readonly thread: string | undefined;
  body: Readonly<Record<string, unknown>>;
  edits: number;
}

/** What a call meets instead of an answer; `lost` does the work first. */
export type SlackFault =
  | { readonly status: number; readonly retryAfterSeconds?: number }
  | { readonly error: string }
  | 'lost'
  | 'unreachable';

const CHANNEL = 'C0PIPELINES';

/** A channel behind Slack's Web API, in memory: takes messages, edits them, finds them again, and fails on command. */
export class FakeSlack implements HttpClient {
  readonly messages: FakeMessage[] = [];
  readonly calls: string[] = [];
  readonly tokens: string[] = [];
  private readonly faults: { readonly method: string; readonly fault: SlackFault }[] = [];

  /** The next call of the method, and after it the next entry for it. */
  fail(method: string, ...faults: readonly SlackFault[]): void {
    this.faults.push(...faults.map((fault) => ({ method, fault })));
  }

  get parents(): readonly FakeMessage[] {
    return this.messages.filter((message) => message.thread === undefined && !isDigest(message));
  }

  get digests(): readonly FakeMessage[] {
    return this.messages.filter(isDigest);
  }

  get replies(): readonly FakeMessage[] {
    return this.messages.filter(({ thread }) => thread !== undefined);
  }

  async post({ url, body, headers }: HttpRequest): Promise<HttpResponse> {
    const method = url.split('/').at(-1) ?? '';
    this.calls.push(method);
    this.tokens.push(headers['authorization'] ?? '');
    const fault = this.takeFault(method);
    if (fault === 'unreachable')
      throw new UnavailableError(`Slack ${method}: no answer`, { ambiguous: true });
    if (fault !== undefined && fault !== 'lost') return toResponse(fault);
    const answer = this.answer(method, parse(body, headers['content-type'] ?? ''));
    if (fault === 'lost') throw new UnavailableError(`Slack ${method}: no answer`, { ambiguous: true });
    return { status: 200, retryAfterSeconds: undefined, body: JSON.stringify(answer) };
  }

  private takeFault(method: string): SlackFault | undefined {
    const index = this.faults.findIndex((entry) => entry.method === method);
    return index < 0 ? undefined : this.faults.splice(index, 1)[0]?.fault;
  }

  private answer(method: string, body: Readonly<Record<string, unknown>>): unknown {
    switch (method) {
      case 'chat.postMessage':
        return this.add(body);
      case 'chat.update':
        return this.edit(body);
      case 'conversations.list':
        return { ok: true, channels: [{ id: CHANNEL, name: 'pipelines' }] };
      case 'conversations.history':
        return { ok: true, messages: [...this.parents, ...this.digests].map(toHistory) };
      case 'conversations.replies':
        return {
          ok: true,
          messages: this.messages
            .filter(({ ts, thread }) => [ts, thread].includes(String(body['ts'])))
            .map(toHistory),
        };
      default:
        return { ok: false, error: 'unknown_method' };
    }
  }

  private add(body: Readonly<Record<string, unknown>>): unknown {
    const thread = body['thread_ts'] === undefined ? undefined : String(body['thread_ts']);
    if (thread !== undefined && !this.messages.some(({ ts }) => ts === thread))
      return { ok: false, error: 'thread_not_found' };
    const ts = `1772615700.${String(this.calls.length).padStart(6, '0')}`;
    this.messages.push({ ts, thread, body, edits: 0 });
    return { ok: true, channel: CHANNEL, ts };
  }

  private edit(body: Readonly<Record<string, unknown>>): unknown {
    const message = this.messages.find(({ ts }) => ts === body['ts']);
    if (message === undefined) return { ok: false, error: 'message_not_found' };
    message.body = { ...body, metadata: message.body['metadata'] };
    message.edits += 1;
    return { ok: true, channel: CHANNEL, ts: message.ts };
  }
}

/** As Slack does: the methods that read do not look into JSON. */
function parse(body: string, type: string): Readonly<Record<string, unknown>> {
  return type.startsWith('application/json')
    ? JSON.parse(body)
    : Object.fromEntries(new URLSearchParams(body));
}

function toResponse(fault: Exclude<SlackFault, string>): HttpResponse {
  if ('error' in fault)
    return {
      status: 200,
      retryAfterSeconds: undefined,
      body: JSON.stringify({ ok: false, error: fault.error }),
    };
  return { status: fault.status, retryAfterSeconds: fault.retryAfterSeconds, body: 'fault' };
}

function isDigest({ body }: FakeMessage): boolean {
  return JSON.stringify(body['metadata'] ?? '').includes('"key":"digest"');
}

function toHistory({ ts, body }: FakeMessage) {
  return { ts, text: body['text'], metadata: body['metadata'] };
}
