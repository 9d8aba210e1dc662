import { type AwsAddress, type AwsSettings, createAwsPost } from './aws-request.ts';

/** A service of AWS that takes JSON by POST, the operation in X-Amz-Target. */
export interface AwsService extends AwsAddress {
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

/**
 * A client of the SDK costs a bundle 25 to 40 KB and a cold start 4 ms, for what is here a signature, which is the
 * SDK's own, and a POST (docs/decisions/0012).
 */
export function createAwsJson(service: AwsService, settings: AwsSettings): AwsJson {
  const post = createAwsPost(service, settings, findCode);
  return {
    async call(operation, input) {
      const headers = {
        'content-type': `application/x-amz-json-${service.version}`,
        'x-amz-target': `${service.target}.${operation}`,
      };
      const answer = await post({ operation, headers, body: JSON.stringify(input) });
      return answer === '' ? {} : JSON.parse(answer);
    },
  };
}

/** `{"__type": "com.amazonaws.states#TaskTimedOut"}` */
function findCode(body: string): string | undefined {
  return /"__type"\s*:\s*"(?:[^"#]*#)?([A-Za-z][\w.]{0,100})/.exec(body)?.[1];
}
