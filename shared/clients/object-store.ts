import { setTimeout as wait } from 'node:timers/promises';
import { Sha256 } from '@smithy/core/checksum';
import { SignatureV4 } from '@smithy/signature-v4';
import { endpointSuffix } from '#shared/domain/partition.ts';
import { ConfigError, RateLimitedError, RejectedError, UnavailableError } from '#shared/errors.ts';
import { credentialsIn } from './aws-request.ts';
import type { HttpResponse, HttpStore } from './http.ts';

export interface StoredObject {
  readonly key: string;
  readonly body: string | Uint8Array;
  readonly contentType: string;
  readonly contentEncoding?: string;
  /** Written once: what is there already stays, and counts as written. */
  readonly once?: true;
}

/** The archive bucket. */
export interface ObjectStore {
  /** Replaces what is there, unless it is written once. @throws RateLimitedError, UnavailableError, ConfigError */
  put(object: StoredObject): Promise<void>;
}

const ATTEMPTS = 3;
const FIRST_WAIT_MILLISECONDS = 100;
const THROTTLE_WAIT_SECONDS = 2;

type Variables = Readonly<Record<string, string | undefined>>;

interface Settings {
  readonly http: HttpStore;
  readonly variables: Variables;
}

/** S3's PutObject by a signed PUT: the SDK's client is as large as all our other clients together (docs/decisions/0012). */
export function createObjectStore(bucket: string, { http, variables }: Settings): ObjectStore {
  const signer = new SignatureV4({
    service: 's3',
    region: variables['AWS_REGION'] ?? '',
    credentials: credentialsIn(variables),
    sha256: Sha256,
    // S3 signs a path as it is sent.
    uriEscapePath: false,
  });
  const base = bucketUrl(bucket, variables);
  return {
    async put({ key, body, contentType, contentEncoding, once }) {
      const headers = {
        'content-type': contentType,
        ...(contentEncoding && { 'content-encoding': contentEncoding }),
        ...(once && { 'if-none-match': '*' }),
      };
      const url = `${base}/${key.split('/').map(encodeURIComponent).join('/')}`;
      const target = `bucket ${bucket}`;
      for (let attempt = 1; ; attempt += 1) {
        const signed = await signer.sign(toUnsigned(url, headers, body));
        const { status } = await http.put({ url, body, headers: signed.headers, target });
        if (once && status === 412) return;
        if (attempt < ATTEMPTS && mayHelp(status)) {
          await wait(Math.random() * FIRST_WAIT_MILLISECONDS * 2 ** attempt);
          continue;
        }
        return assertStored(bucket, status);
      }
    },
  };
}

function toUnsigned(url: string, headers: Readonly<Record<string, string>>, body: string | Uint8Array) {
  const { protocol, hostname, port, host, pathname: path } = new URL(url);
  const address = { protocol, hostname, ...(port !== '' && { port: Number(port) }), path, query: {} };
  return { method: 'PUT', ...address, headers: { host, ...headers }, body };
}

function mayHelp(status: HttpResponse['status']): boolean {
  return status >= 500 || status === 429;
}

/** A stand-in (AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL) is asked by path, AWS by the bucket's own host. */
function bucketUrl(bucket: string, variables: Variables): string {
  const endpoint = variables['AWS_ENDPOINT_URL_S3'] ?? variables['AWS_ENDPOINT_URL'];
  if (endpoint) return `${endpoint.replace(/\/$/, '')}/${bucket}`;
  const region = variables['AWS_REGION'] ?? '';
  return `https://${bucket}.s3.${region}.${endpointSuffix(region)}`;
}

function assertStored(bucket: string, status: number): void {
  if (status < 300) return;
  const what = `bucket ${bucket}: HTTP ${status}`;
  if (status === 403 || status === 404)
    throw new ConfigError(`${what}; check that it exists and the role allows writing`);
  if (status === 429 || status === 503)
    throw new RateLimitedError(what, { retryAfterSeconds: THROTTLE_WAIT_SECONDS });
  // 307 while a new bucket becomes known everywhere, 409 while another worker writes the same object once.
  if (status >= 500 || status === 408 || status === 307 || status === 409)
    throw new UnavailableError(what, { ambiguous: true });
  throw new RejectedError(what);
}
