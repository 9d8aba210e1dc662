import { setTimeout as wait } from 'node:timers/promises';
import { Sha256 } from '@smithy/core/checksum';
import { SignatureV4 } from '@smithy/signature-v4';
import { AppError } from '#shared/errors.ts';
import type { HttpClient, HttpResponse } from './http.ts';

/** A service of AWS that takes JSON by POST, the operation in X-Amz-Target. */
export interface AwsService {
  /** Ends the name of the variable AWS_ENDPOINT_URL_… */
  readonly id: string;
  /** Before the Region in its address. */
  readonly host: string;
  /** What requests are signed for, where it is not the host. */
  readonly signingName?: string;
  /** Stands before the operation in X-Amz-Target. */
  readonly target: string;
  /** Of the JSON protocol. */
  readonly version: '1.0' | '1.1';
}

/** Calls operations of one service. */
export interface AwsJson {
  /** The answer as it is. @throws AwsServiceError when the service refuses, UnavailableError when it gives no answer in time */
  call(operation: string, input: Readonly<Record<string, unknown>>): Promise<unknown>;
}

/** What a service answered instead: as the errors of the SDK, told by name and status. */
export class AwsServiceError extends Error {
  readonly $metadata: { readonly httpStatusCode: number };

  constructor(code: string, status: number) {
    super(code);
    this.name = code;
    this.$metadata = { httpStatusCode: status };
  }
}

type Variables = Readonly<Record<string, string | undefined>>;

interface Settings {
  readonly http: HttpClient;
  readonly variables: Variables;
  /** Where the service is asked; by default where the function runs. */
  readonly region?: string;
  /** How often one call is tried; 1 where a repeat would lose the answer to the first. */
  readonly attempts?: number;
}

const ATTEMPTS = 3;
const FIRST_WAIT_MILLISECONDS = 100;

/**
 * A client of the SDK costs a bundle 25 to 40 KB and a cold start 4 ms, for what is here a signature, which is the
 * SDK's own, and a POST (docs/decisions/0012).
 */
export function createAwsJson(service: AwsService, settings: Settings): AwsJson {
  const { http, variables, attempts = ATTEMPTS } = settings;
  const region = settings.region ?? variables['AWS_REGION'] ?? '';
  const url = endpointOf(service, region, variables);
  const name = service.signingName ?? service.host;
  const signer = new SignatureV4({
    service: name,
    region,
    credentials: credentialsIn(variables),
    sha256: Sha256,
  });
  return {
    async call(operation, input) {
      const body = JSON.stringify(input);
      for (let attempt = 1; ; attempt += 1) {
        const answer = await post({ service, operation, body, url, signer, http });
        if (answer instanceof Error) {
          if (attempt >= attempts || !mayHelp(answer)) throw answer;
          await wait(Math.random() * FIRST_WAIT_MILLISECONDS * 2 ** attempt);
        } else return answer.body === '' ? {} : JSON.parse(answer.body);
      }
    },
  };
}

/** Lambda sets them, for as long as the environment lives. */
function credentialsIn(variables: Variables) {
  const sessionToken = variables['AWS_SESSION_TOKEN'];
  return {
    accessKeyId: variables['AWS_ACCESS_KEY_ID'] ?? '',
    secretAccessKey: variables['AWS_SECRET_ACCESS_KEY'] ?? '',
    ...(sessionToken && { sessionToken }),
  };
}

/** A stand-in is asked where AWS_ENDPOINT_URL says, or the service's own variable, which outweighs it. */
function endpointOf({ id, host }: AwsService, region: string, variables: Variables): string {
  const standIn = variables[`AWS_ENDPOINT_URL_${id}`] ?? variables['AWS_ENDPOINT_URL'];
  if (standIn) return standIn;
  return `https://${host}.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}/`;
}

interface Posting {
  readonly service: AwsService;
  readonly operation: string;
  readonly body: string;
  readonly url: string;
  readonly signer: SignatureV4;
  readonly http: HttpClient;
}

async function post({ service, operation, body, url, signer, http }: Posting): Promise<HttpResponse | Error> {
  const { protocol, hostname, port, host, pathname } = new URL(url);
  const { headers } = await signer.sign({
    method: 'POST',
    protocol,
    hostname,
    ...(port !== '' && { port: Number(port) }),
    path: pathname,
    query: {},
    headers: {
      host,
      'content-type': `application/x-amz-json-${service.version}`,
      'x-amz-target': `${service.target}.${operation}`,
    },
    body,
  });
  try {
    const response = await http.post({ url, body, headers, target: `${service.id} ${operation}` });
    return response.status < 300 ? response : new AwsServiceError(codeOf(response), response.status);
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
}

/** `{"__type": "com.amazonaws.states#TaskTimedOut"}`; what is no such answer has its status for a name. */
function codeOf({ body, status }: HttpResponse): string {
  const code = /"__type"\s*:\s*"(?:[^"#]*#)?([A-Za-z][\w.]{0,100})/.exec(body)?.[1];
  return code ?? `Http${status}`;
}

function mayHelp(error: Error): boolean {
  if (!(error instanceof AwsServiceError)) return true;
  const status = error.$metadata.httpStatusCode;
  return status >= 500 || status === 429 || /Throttl|TooManyRequests|LimitExceeded$/.test(error.name);
}
