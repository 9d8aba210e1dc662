import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { toArn } from './identity.ts';
import type { JsonService } from './json-service.ts';
import { ServiceFault } from './service-fault.ts';

const GetSecretValue = z.object({ SecretId: z.string(), VersionStage: z.string().default('AWSCURRENT') });

interface Secret {
  readonly arn: string;
  readonly name: string;
  readonly value: string;
  readonly versionId: string;
  readonly createdSeconds: number;
}

export interface SecretStore {
  /** Adds a secret, or a new version of it; gives its ARN. */
  put(name: string, value: string): string;
  readonly serve: JsonService;
}

export function createSecretStore(): SecretStore {
  const secrets = new Map<string, Secret>();

  return {
    put(name, value) {
      const arn = secrets.get(name)?.arn ?? toArn('secretsmanager', `secret:${name}-${suffix()}`);
      secrets.set(name, { arn, name, value, versionId: randomUUID(), createdSeconds: Date.now() / 1000 });
      return arn;
    },
    async serve(operation, input) {
      if (operation !== 'GetSecretValue')
        throw new ServiceFault('NotImplemented', `The embedded AWS has no secretsmanager ${operation}`, 501);
      const { SecretId, VersionStage } = GetSecretValue.parse(input);
      const secret = [...secrets.values()].find((candidate) => isNamed(candidate, SecretId));
      if (!secret || VersionStage !== 'AWSCURRENT') throw notFound();
      return {
        ARN: secret.arn,
        Name: secret.name,
        VersionId: secret.versionId,
        VersionStages: ['AWSCURRENT'],
        SecretString: secret.value,
        CreatedDate: secret.createdSeconds,
      };
    },
  };
}

// A secret may be named by its name, its whole ARN, or its ARN without the random suffix.
function isNamed(secret: Secret, id: string): boolean {
  return id === secret.name || id === secret.arn || id === toArn('secretsmanager', `secret:${secret.name}`);
}

function notFound(): ServiceFault {
  return new ServiceFault('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
}

function suffix(): string {
  return randomUUID().slice(0, 6);
}
