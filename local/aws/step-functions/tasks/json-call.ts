import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { SERVICE_BY_TARGET } from '#local/aws/front-door.ts';
import { REGION } from '#local/aws/identity.ts';
import { StateError } from '../state-error.ts';

/** A service that speaks JSON and names its operation in X-Amz-Target. */
export interface WireService {
  /** What its errors begin with in a state machine. */
  readonly name: string;
  /** Before the operation in X-Amz-Target. */
  readonly target: string;
}

interface JsonCall {
  readonly service: WireService;
  readonly operation: string;
  readonly body: unknown;
}

const Refusal = z.object({ __type: z.string().optional(), message: z.string().default('') });

/** Asks a service at the front door, as any client does. @throws StateError as AWS names it */
export async function callJson(
  { service, operation, body }: JsonCall,
  { endpoint, key }: { readonly endpoint: string; readonly key: string },
): Promise<unknown> {
  const now = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
  const scope = `${key}/${now.slice(0, 8)}/${REGION}/${SERVICE_BY_TARGET[service.target]}/aws4_request`;
  const request = {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': `${service.target}.${operation}`,
      'x-amz-date': now,
      // Nobody here checks a signature, but some look whether there is one.
      authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=none`,
    },
    body: JSON.stringify(body),
  };
  const { status, text } = await post(endpoint, request, service);
  const answer: unknown = text.startsWith('{') ? JSON.parse(text) : {};
  if (status < 300) return answer;
  const { __type = service.name, message } = Refusal.parse(answer);
  throw refusal({ code: __type.replace(/^.*#/, ''), message, status }, service.name);
}

/** `CodePipeline.StageNotRetryableException`: as the SDK for Java, which AWS calls with, names its errors. */
export function refusal(
  { code, message, status }: { readonly code: string; readonly message: string; readonly status: number },
  service: string,
): StateError {
  const name = `${service}.${code.replace(/Exception$/, '')}Exception`;
  const where = `(Service: ${service}, Status Code: ${status}, Request ID: ${randomUUID()})`;
  return new StateError(name, `${message} ${where}`);
}

async function post(url: string, request: RequestInit, { name }: WireService) {
  try {
    const response = await fetch(url, request);
    return { status: response.status, text: await response.text() };
  } catch (error) {
    throw new StateError(`${name}.SdkClientException`, `Unable to execute HTTP request: ${String(error)}`);
  }
}
