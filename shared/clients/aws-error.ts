import { AppError, ConfigError, RateLimitedError, RejectedError, UnavailableError } from '#shared/errors.ts';

const THROTTLED = new Set([
  'ThrottlingException',
  'ThrottledException',
  'Throttling',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'RequestThrottled',
  'TooManyRequestsException',
  'ExecutionLimitExceeded',
  'SlowDown',
]);
const NOT_SET_UP = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'AuthorizationErrorException',
  'InvalidSecurity',
  'UnrecognizedClientException',
  'ExpiredToken',
  'ExpiredTokenException',
  'InsufficientPrivilegesException',
  'InvalidClientTokenId',
  'ResourceNotFoundException',
  'NotFoundException',
  'NoSuchBucket',
  'QueueDoesNotExist',
  'KMSAccessDeniedException',
  'KMSDisabledException',
  'KMSNotFoundException',
]);
const THROTTLE_WAIT_SECONDS = 2;

/** An SDK error as one of our kinds. Decided by name and fault, never by text, which may hold what must not be logged. */
export function toAwsError(cause: unknown, what: string): AppError {
  if (cause instanceof AppError) return cause;
  const { name, status } = describe(cause);
  if (THROTTLED.has(name) || status === 429)
    return new RateLimitedError(`${what}: throttled (${name})`, {
      cause,
      retryAfterSeconds: THROTTLE_WAIT_SECONDS,
    });
  if (NOT_SET_UP.has(name))
    return new ConfigError(`${what}: ${name}; check that it exists and the role allows it`, { cause });
  if (status !== undefined && status < 500 && status !== 408)
    return new RejectedError(`${what}: refused as ${name}`, { cause });
  return new UnavailableError(`${what}: no answer (${name})`, { cause, ambiguous: true });
}

function describe(cause: unknown): { readonly name: string; readonly status: number | undefined } {
  if (!(cause instanceof Error)) return { name: 'unknown', status: undefined };
  const metadata: unknown = '$metadata' in cause ? cause.$metadata : undefined;
  const status = new Map<string, unknown>(Object.entries(Object(metadata))).get('httpStatusCode');
  return { name: cause.name, status: typeof status === 'number' ? status : undefined };
}
