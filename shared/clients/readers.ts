import { createAssumedRole } from './assumed-role.ts';
import type { AwsCredentials, AwsSettings } from './aws-request.ts';
import { type AwsServices, createAwsServices } from './aws-services.ts';
import type { Clock } from './clock.ts';
import { type CodePipeline, createCodePipeline } from './codepipeline.ts';

/** By account; undefined where nobody lets us ask. */
export interface Readers {
  readonly codepipelineOf: (account: string) => CodePipeline | undefined;
  readonly servicesOf: (account: string) => AwsServices | undefined;
}

interface ReaderSettings extends Pick<AwsSettings, 'http' | 'variables'> {
  readonly clock: Clock;
  /** The own one. */
  readonly account: string;
  /** ARN of the reading role of a member, ACCOUNT standing for its number; none without members. */
  readonly role: string | undefined;
}

/** Who asks about an account's things: in the own account the function itself, in a member its reading role. */
export function createReaders({ account: own, role, clock, ...settings }: ReaderSettings): Readers {
  const known = new Map([[own, createReader(settings)]]);
  const readerOf = (account: string) => {
    if (!known.has(account) && role !== undefined) {
      const arn = role.replace('ACCOUNT', account);
      known.set(account, createReader(settings, createAssumedRole(arn, { ...settings, clock })));
    }
    return known.get(account);
  };
  return {
    codepipelineOf: (account) => readerOf(account)?.codepipeline,
    servicesOf: (account) => readerOf(account)?.services,
  };
}

function createReader(
  settings: Pick<AwsSettings, 'http' | 'variables'>,
  credentials?: () => Promise<AwsCredentials>,
) {
  return {
    codepipeline: createCodePipeline(credentials),
    services: createAwsServices({ ...settings, ...(credentials && { credentials }) }),
  };
}
