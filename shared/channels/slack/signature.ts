import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { UnauthorizedError } from '#shared/errors.ts';

const WINDOW_SECONDS = 300;

/** A signing secret, and the name of the secret that holds it. */
export interface SigningKey {
  readonly name: string;
  readonly secret: string;
}

/** What the headers of a request say, before anything is computed of it. */
export interface Claim {
  /** Epoch seconds. */
  readonly timestamp: number;
  /** In hex. */
  readonly signature: string;
}

/**
 * https://docs.slack.dev/authentication/verifying-requests-from-slack
 *
 * @throws UnauthorizedError when a header is missing, doubled or malformed, or the time is not around now
 */
export function readClaim(headers: Readonly<Record<string, string>>, now: number): Claim {
  const [, signature] = /^v0=([0-9a-f]{64})$/.exec(onlyHeader(headers, 'x-slack-signature')) ?? [];
  const [time] = /^[1-9]\d{0,10}$/.exec(onlyHeader(headers, 'x-slack-request-timestamp')) ?? [];
  if (signature === undefined || time === undefined)
    throw new UnauthorizedError('request: its signature or its time is not of the form that Slack gives');
  if (Math.abs(now - Number(time)) > WINDOW_SECONDS)
    throw new UnauthorizedError(`request: its time is more than ${WINDOW_SECONDS} s from now`);
  return { timestamp: Number(time), signature };
}

/** The key that made the signature over exactly these bytes. All are tried, and each in constant time. */
export function findSigner<Key extends SigningKey>(
  { timestamp, signature }: Claim,
  body: Uint8Array,
  keys: readonly Key[],
): Key | undefined {
  const given = Buffer.from(signature, 'hex');
  return keys.filter(({ secret }) => timingSafeEqual(given, sign(secret, timestamp, body)))[0];
}

/** Names a request: the same for every repetition of it. */
export function toRequestId({ signature }: Claim): string {
  return createHash('sha256').update(`v0=${signature}`).digest('hex');
}

/** Header names come in any case; one that comes twice could mean either. */
function onlyHeader(headers: Readonly<Record<string, string>>, name: string): string {
  const [found, ...others] = Object.entries(headers).filter(([key]) => key.toLowerCase() === name);
  if (found === undefined || others.length > 0)
    throw new UnauthorizedError(`request: the header ${name} is missing or doubled`);
  return found[1];
}

function sign(secret: string, timestamp: number, body: Uint8Array): Buffer {
  return createHmac('sha256', secret).update(`v0:${timestamp}:`).update(body).digest();
}
