// Takes the place of @aws-sdk/credential-provider-node in the bundles: Lambda hands out credentials in the
// environment, and the chain's other members cost 130 KB and 40 ms of every cold start.
export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env';
