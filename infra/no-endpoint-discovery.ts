/**
 * Stands in for `@aws-sdk/endpoint-cache` in the bundles. DynamoDB's client makes one at start and asks it only when
 * endpoint discovery is on, which Signalbox never turns on; the real one weighs 8 KB.
 */
export class EndpointCache {
  get(): never {
    throw new Error('endpoint discovery is not part of this bundle: unset AWS_ENABLE_ENDPOINT_DISCOVERY');
  }
}
