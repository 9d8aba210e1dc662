import { AwsClient } from 'aws4fetch';
import { ConfigError, RateLimitedError, RejectedError, UnavailableError } from '#shared/errors.ts';

export interface StoredObject {
  readonly key: string;
  readonly body: string | Uint8Array<ArrayBuffer>;
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

const TIMEOUT_MILLISECONDS = 10_000;
const RETRIES = 2;
const THROTTLE_WAIT_SECONDS = 2;

type Variables = Readonly<Record<string, string | undefined>>;

/** S3's PutObject, signed over fetch: the SDK's client is as large as all our other clients together (docs/decisions/0007). */
export function createObjectStore(bucket: string, variables: Variables): ObjectStore {
  const client = new AwsClient({
    accessKeyId: variables['AWS_ACCESS_KEY_ID'] ?? '',
    secretAccessKey: variables['AWS_SECRET_ACCESS_KEY'] ?? '',
    ...(variables['AWS_SESSION_TOKEN'] && { sessionToken: variables['AWS_SESSION_TOKEN'] }),
    service: 's3',
    region: variables['AWS_REGION'] ?? '',
    retries: RETRIES,
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
      const signal = AbortSignal.timeout(TIMEOUT_MILLISECONDS);
      const response = await client
        .fetch(url, { method: 'PUT', body, headers, signal, redirect: 'manual' })
        .catch((cause: unknown) => {
          throw new UnavailableError(`bucket ${bucket}: no answer`, { ambiguous: true, cause });
        });
      await response.arrayBuffer();
      if (!once || response.status !== 412) assertStored(bucket, response.status);
    },
  };
}

/** A stand-in (AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL) is asked by path, AWS by the bucket's own host. */
function bucketUrl(bucket: string, variables: Variables): string {
  const endpoint = variables['AWS_ENDPOINT_URL_S3'] ?? variables['AWS_ENDPOINT_URL'];
  if (endpoint) return `${endpoint.replace(/\/$/, '')}/${bucket}`;
  const region = variables['AWS_REGION'] ?? '';
  return `https://${bucket}.s3.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`;
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
