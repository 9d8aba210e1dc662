import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { closeServer, listenOnLoopback } from '#local/loopback-server.ts';

/** What befalls a call on its way: nothing, an answer in Slack's place, or an answer that is lost after the work was done. */
export type SlackTrouble =
  | { readonly status: number; readonly retryAfterSeconds?: number }
  | { readonly error: string }
  | 'lost';

export interface SlackProxy {
  /** Value for SLACK_API_URL of one environment. */
  urlFor(environment: string): string;
  stop(): Promise<void>;
}

export interface SlackProxyOptions {
  /** The loopback Slack. */
  readonly apiUrl: string;
  readonly trouble: (method: string) => SlackTrouble | undefined;
  /** The token that Slack takes today; a stand-in for it goes on to the loopback Slack. */
  readonly isToken: (token: string) => boolean;
  readonly botToken: string;
  /** Called before a call goes on and after its answer is there; true: nobody is there to take it any more. */
  readonly passes: (environment: string) => boolean;
}

/** Stands between the functions and Slack, and knows which environment is calling: each has an address of its own. */
export async function startSlackProxy(options: SlackProxyOptions): Promise<SlackProxy> {
  const server = createServer((request, response) => {
    forward(request, response, options).catch(() => response.destroy());
  });
  const port = await listenOnLoopback(server);
  return {
    urlFor: (environment) => `http://127.0.0.1:${port}/${environment}/api`,
    stop: () => closeServer(server),
  };
}

async function forward(
  request: IncomingMessage,
  response: ServerResponse,
  { apiUrl, trouble, passes, isToken, botToken }: SlackProxyOptions,
): Promise<void> {
  const [, environment = '', , method = ''] = (request.url ?? '').split('/');
  const body = await text(request);
  if (passes(environment)) return void response.destroy();
  const met = trouble(method);
  if (met !== undefined && met !== 'lost') return answerInstead(response, met);
  const { authorization = '', 'content-type': type = '' } = request.headers;
  if (!isToken(authorization.replace('Bearer ', '')))
    return answerInstead(response, { error: 'invalid_auth' });
  const answer = await fetch(`${apiUrl}/${method}`, {
    method: 'POST',
    body,
    headers: { authorization: `Bearer ${botToken}`, 'content-type': type },
  });
  const said = await answer.text();
  if (passes(environment) || met === 'lost') return void response.destroy();
  response.writeHead(answer.status, { 'content-type': 'application/json' }).end(said);
}

function answerInstead(response: ServerResponse, trouble: Exclude<SlackTrouble, 'lost'>): void {
  if ('error' in trouble) {
    response.writeHead(200).end(JSON.stringify({ ok: false, error: trouble.error }));
    return;
  }
  const { status, retryAfterSeconds } = trouble;
  response
    .writeHead(status, retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) })
    .end('trouble');
}
