import type { IncomingMessage } from 'node:http';
import * as z from 'zod';
import type { Call } from './call.ts';
import type { Reply } from './http.ts';
import { findMethod } from './methods/index.ts';
import { Refusal } from './refusal.ts';
import type { Workspace } from './workspace.ts';

const API_PATH = '/api/';

type Arguments = Readonly<Record<string, unknown>>;

const JsonBody = z.record(z.string(), z.unknown());

interface Given {
  readonly method: string;
  readonly arguments: Arguments;
  readonly isJson: boolean;
  readonly token: string | undefined;
}

export function isWebApi(path: string): boolean {
  return path.startsWith(API_PATH);
}

export function toWebApiCall(
  request: IncomingMessage,
  body: string,
  { workspace, botToken }: { readonly workspace: Workspace; readonly botToken: string },
): Call {
  const given = parse(request, body);
  const named = String(given.arguments['channel'] ?? '');
  const channel = workspace.findChannel(named);
  return {
    method: given.method,
    channels: channel ? [channel.id, channel.name] : [named.replace(/^#/, '')],
    body: given.arguments,
    authorize: () => assertToken(given.token, botToken),
    run: () => runMethod(given, workspace),
    refuse: ({ code, details }) => ({
      ...toReply({
        ok: false,
        error: code,
        ...(details.length > 0 && { errors: details, response_metadata: { messages: details } }),
      }),
      error: code,
    }),
  };
}

/** JSON, form or query, as Slack takes them. The token is taken out, so that no record of calls holds it. */
function parse(request: IncomingMessage, body: string): Given {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
  const isJson = /^application\/json\b/.test(request.headers['content-type'] ?? '');
  const form = isJson ? new URLSearchParams() : new URLSearchParams(body);
  const { token, ...fields } = Object.fromEntries([...searchParams, ...form]);
  const bearer = /^Bearer (?<token>\S+)$/.exec(request.headers.authorization ?? '')?.groups?.['token'];
  return {
    method: pathname.slice(API_PATH.length),
    arguments: isJson ? { ...fields, ...parseJson(body) } : fields,
    isJson,
    token: bearer ?? token,
  };
}

function parseJson(body: string): Arguments {
  try {
    return JsonBody.parse(JSON.parse(body));
  } catch {
    // Slack answers as if nothing had been sent; the method then names what is missing.
    return {};
  }
}

function assertToken(token: string | undefined, botToken: string): void {
  if (token === undefined) throw new Refusal('not_authed');
  if (token !== botToken) throw new Refusal('invalid_auth');
}

function runMethod(given: Given, workspace: Workspace): Reply {
  const method = findMethod(given.method);
  if (!method) throw new Refusal('unknown_method');

  const input = given.isJson && !method.takesJson ? {} : given.arguments;
  return toReply({ ok: true, ...method.call(input, workspace) });
}

function toReply(body: Arguments): Reply {
  return { status: 200, body: JSON.stringify(body), type: 'application/json; charset=utf-8' };
}
