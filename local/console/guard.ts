import type { IncomingMessage } from 'node:http';

/**
 * Why a request is not answered, or nothing.
 *
 * Any page in the same browser can send requests to 127.0.0.1: the Host header unmasks a name that was rebound to
 * this machine, Origin and the content type unmask a form or script of another site.
 */
export function findObjection(request: IncomingMessage, port: number): string | undefined {
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  const { host = '', origin } = request.headers;
  if (!hosts.includes(host)) return 'This console answers only to its own address.';
  if (request.method === 'GET' || request.method === 'HEAD') return undefined;
  if (origin !== `http://${host}`) return 'This console takes commands only from its own page.';
  if (!/^application\/json\b/.test(request.headers['content-type'] ?? ''))
    return 'Commands are sent as JSON.';

  return undefined;
}

export const SAFE_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; " +
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
};
