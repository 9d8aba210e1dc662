import { setTimeout as wait } from 'node:timers/promises';
import { Sha256 } from '@smithy/core/checksum';
import { SignatureV4 } from '@smithy/signature-v4';
import { endpointSuffix } from '#shared/domain/partition.ts';
import { AppError } from '#shared/errors.ts';
import type { HttpClient } from './http.ts';

/** Where a service of AWS is, and what it is called in a signature. */
export interface AwsAddress {
  /** Ends the name of the variable AWS_ENDPOINT_URL_… */
  readonly id: string;
  /** Before the Region in its address. */
  readonly host: string;
  /** What requests are signed for, where it is not the host. */
  readonly signingName?: string;
}

export interface AwsSettings {
  readonly http: HttpClient;
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** Who asks; by default the function's own role. */
  readonly credentials?: () => Promise<AwsCredentials>;
  /** Where the service is asked; by default where the function runs. */
  readonly region?: string;
  /** How often one call is tried; 1 where a repeat would lose the answer to the first. */
  readonly attempts?: number;
}

export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** One call, in the words of a protocol. */
export interface AwsRequest {
  readonly operation: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

type FindCode = (body: string) => string | undefined;

/** What a service answered instead: as the errors of the SDK, told by name and status. */
export class AwsServiceError extends Error {
  readonly $metadata: { readonly httpStatusCode: number };

  constructor(code: string, status: number) {
    super(code);
    this.name = code;
    this.$metadata = { httpStatusCode: status };
  }
}

const ATTEMPTS = 3;
const FIRST_WAIT_MILLISECONDS = 100;
/** A page of a stack's events holds the properties of a hundred resources. */
const MAX_ANSWER_CHARACTERS = 5_000_000;

/**
 * Posts to one service, signed, and again where that may help; gives the body of the answer. `findCode` is how the
 * protocol says in a body what went wrong.
 *
 * @throws AwsServiceError when the service refuses, UnavailableError when it gives no answer in time
 */
export function createAwsPost(
  service: AwsAddress,
  settings: AwsSettings,
  findCode: FindCode,
): (request: AwsRequest) => Promise<string> {
  const { http, variables, attempts = ATTEMPTS } = settings;
  const region = settings.region ?? variables['AWS_REGION'] ?? '';
  const url = endpointOf(service, region, variables);
  const name = service.signingName ?? service.host;
  const signer = new SignatureV4({
    service: name,
    region,
    credentials: settings.credentials ?? credentialsIn(variables),
    sha256: Sha256,
  });
  return async (request) => {
    for (let attempt = 1; ; attempt += 1) {
      const answer = await post(request, { service, url, signer, http, findCode });
      if (!(answer instanceof Error)) return answer;
      if (attempt >= attempts || !mayHelp(answer)) throw answer;
      await wait(Math.random() * FIRST_WAIT_MILLISECONDS * 2 ** attempt);
    }
  };
}

/** Lambda sets them, for as long as the environment lives. */
export function credentialsIn(variables: AwsSettings['variables']): AwsCredentials {
  const sessionToken = variables['AWS_SESSION_TOKEN'];
  return {
    accessKeyId: variables['AWS_ACCESS_KEY_ID'] ?? '',
    secretAccessKey: variables['AWS_SECRET_ACCESS_KEY'] ?? '',
    ...(sessionToken && { sessionToken }),
  };
}

/** A stand-in is asked where AWS_ENDPOINT_URL says, or the service's own variable, which outweighs it. */
function endpointOf({ id, host }: AwsAddress, region: string, variables: AwsSettings['variables']): string {
  const standIn = variables[`AWS_ENDPOINT_URL_${id}`] ?? variables['AWS_ENDPOINT_URL'];
  if (standIn) return standIn;
  return `https://${host}.${region}.${endpointSuffix(region)}/`;
}

interface Way {
  readonly service: AwsAddress;
  readonly url: string;
  readonly signer: SignatureV4;
  readonly http: HttpClient;
  readonly findCode: FindCode;
}

/** Every try has a signature of its own, for it holds the time. What is no answer in the protocol has its status for a name. */
async function post(
  { operation, headers, body }: AwsRequest,
  { service, url, signer, http, findCode }: Way,
): Promise<string | Error> {
  const signed = await signer.sign(toUnsigned(url, headers, body));
  const target = `${service.id} ${operation}`;
  const maxCharacters = MAX_ANSWER_CHARACTERS;
  try {
    const answer = await http.post({ url, body, headers: signed.headers, target, maxCharacters });
    if (answer.status < 300) return answer.body;
    return new AwsServiceError(findCode(answer.body) ?? `Http${answer.status}`, answer.status);
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
}

function toUnsigned(url: string, headers: AwsRequest['headers'], body: string) {
  const { protocol, hostname, port, host, pathname: path } = new URL(url);
  const address = { protocol, hostname, ...(port !== '' && { port: Number(port) }), path, query: {} };
  return { method: 'POST', ...address, headers: { host, ...headers }, body };
}

function mayHelp(error: Error): boolean {
  if (!(error instanceof AwsServiceError)) return true;
  const status = error.$metadata.httpStatusCode;
  return status >= 500 || status === 429 || /Throttl|TooManyRequests|LimitExceeded$/.test(error.name);
}
