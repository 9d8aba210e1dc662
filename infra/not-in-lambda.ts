/**
 * Stands in, in the bundles, for modules of `@smithy/core` that a Lambda never gets to: hashes in JavaScript for where
 * there is no node:crypto, retries that slow down a whole client (AWS_RETRY_MODE=adaptive), the region of an EC2
 * instance, and the files ~/.aws/config and ~/.aws/credentials. The real ones weigh 11 KB of each bundle.
 */
class NotInLambda {
  constructor() {
    throw new Error('this part of the AWS SDK is not in the bundle: take it out of infra/bundles.ts');
  }
}

export class Sha256Js extends NotInLambda {}
export class Md5Js extends NotInLambda {}
export class DefaultRateLimiter extends NotInLambda {}
export class AdaptiveRetryStrategy extends NotInLambda {}

export function getInstanceMetadataRegion(): never {
  throw new Error('the region is in AWS_REGION: Lambda sets it');
}

/** Nobody has a home there: settings come from the environment alone. */
export async function loadSharedConfigFiles() {
  return { configFile: {}, credentialsFile: {} };
}

/** Its own module names it, and nothing that is left uses it. */
export const CONFIG_PREFIX_SEPARATOR = '.';
