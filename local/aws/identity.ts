/** The account and Region that everything local lives in. */
export const ACCOUNT = '111122223333';
export const REGION = 'eu-west-1';
export const PARTITION = 'aws';

export function toArn(service: string, resource: string): string {
  return `arn:${PARTITION}:${service}:${REGION}:${ACCOUNT}:${resource}`;
}

/** The access key id that a function signs with, so that its calls can be told from those of others. */
export function keyOf(functionName: string): string {
  return `local.${functionName}`;
}

/** What SDK clients need to talk to the front door and to nothing else. */
export function sdkEnvironment(endpoint: string, key = 'local'): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: REGION,
    AWS_DEFAULT_REGION: REGION,
    AWS_ACCESS_KEY_ID: key,
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}
