import * as z from 'zod/mini';
import type { Clock } from '#shared/clients/clock.ts';
import { ConfigError } from '#shared/errors.ts';
import { toAwsError } from './aws-error.ts';
import type { AwsJson, AwsService } from './aws-json.ts';

export const SECRETS_MANAGER: AwsService = {
  id: 'SECRETS_MANAGER',
  host: 'secretsmanager',
  target: 'secretsmanager',
  version: '1.1',
};

const Secret = z.object({ SecretString: z.optional(z.string()) });

export interface Secrets {
  /** The secret's text, at most 15 minutes old. @throws ConfigError when it does not exist or may not be read */
  get(name: string): Promise<string>;
  /** Makes the next `get` ask again: for a token that was just refused. */
  forget(name: string): void;
}

const LIFETIME_SECONDS = 15 * 60;

export function createSecrets(service: AwsJson, clock: Clock): Secrets {
  const cache = new Map<string, { readonly text: Promise<string>; readonly until: number }>();
  return {
    get(name) {
      const cached = cache.get(name);
      if (cached !== undefined && cached.until > clock.now()) return cached.text;
      const text = fetchSecret(service, name);
      cache.set(name, { text, until: clock.now() + LIFETIME_SECONDS });
      text.catch(() => cache.delete(name));
      return text;
    },
    forget(name) {
      cache.delete(name);
    },
  };
}

async function fetchSecret(service: AwsJson, name: string): Promise<string> {
  try {
    const { SecretString } = Secret.parse(await service.call('GetSecretValue', { SecretId: name }));
    if (SecretString !== undefined) return SecretString;
  } catch (cause) {
    throw toAwsError(cause, `secret ${name}`);
  }
  throw new ConfigError(`secret ${name} is binary: store it as text`);
}
