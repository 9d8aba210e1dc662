export interface Arn {
  readonly region: string;
  readonly account: string;
  readonly resource: string;
}

/** `arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE`; undefined for another service's, one that was cut, any other text. */
export function parseArn(text: string | undefined, service: string): Arn | undefined {
  const match = /^arn:aws[a-z-]*:([a-z0-9-]+):([a-z0-9-]*):(\d*):([\x21-\x7e]+)$/.exec(text ?? '');
  const [, of, region = '', account = '', resource = ''] = match ?? [];
  return of === service ? { region, account, resource } : undefined;
}
