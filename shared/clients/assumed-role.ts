import { UnavailableError } from '#shared/errors.ts';
import { toAwsError } from './aws-error.ts';
import { type AwsQueryService, createAwsQuery } from './aws-query.ts';
import type { AwsCredentials, AwsSettings } from './aws-request.ts';
import type { Clock } from './clock.ts';
import { findText, type XmlElement } from './xml.ts';

const STS: AwsQueryService = { id: 'STS', host: 'sts', version: '2011-06-15' };

/** What CloudTrail of the other account shows beside the role. */
const SESSION = 'signalbox';
/** The most that a role may give which was itself taken on, as a function's is. */
const LIFE_SECONDS = 3600;
/** A diagnosis must not lose its credentials half-way. */
const SPARE_SECONDS = 300;

interface Kept {
  readonly credentials: Promise<AwsCredentials>;
  /** Epoch seconds. */
  readonly until: number;
}

/**
 * Credentials of a role of another account, asked for once an hour, whoever wants them meanwhile.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 *
 * @throws ConfigError (the role is not there, or does not trust us), RateLimitedError, UnavailableError, RejectedError
 */
export function createAssumedRole(
  arn: string,
  settings: AwsSettings & { readonly clock: Clock },
): () => Promise<AwsCredentials> {
  const { clock } = settings;
  const sts = createAwsQuery(STS, settings);
  let kept: Kept | undefined;
  return async () => {
    if (kept === undefined || clock.now() >= kept.until)
      kept = { credentials: assume(), until: clock.now() + LIFE_SECONDS - SPARE_SECONDS };
    const { credentials } = kept;
    try {
      return await credentials;
    } catch (error) {
      if (kept?.credentials === credentials) kept = undefined;
      throw error;
    }
  };

  async function assume(): Promise<AwsCredentials> {
    try {
      return toCredentials(
        await sts.call('AssumeRole', {
          RoleArn: arn,
          RoleSessionName: SESSION,
          DurationSeconds: String(LIFE_SECONDS),
        }),
      );
    } catch (cause) {
      throw toAwsError(cause, `Taking on the role ${arn}`);
    }
  }
}

function toCredentials(result: XmlElement): AwsCredentials {
  const credentials = result.children.find(({ name }) => name === 'Credentials');
  const [accessKeyId, secretAccessKey, sessionToken] = ['AccessKeyId', 'SecretAccessKey', 'SessionToken'].map(
    (name) => credentials && findText(credentials, name),
  );
  if (!(accessKeyId && secretAccessKey && sessionToken))
    throw new UnavailableError('STS AssumeRole: an answer without credentials');
  return { accessKeyId, secretAccessKey, sessionToken };
}
