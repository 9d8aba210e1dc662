import { toAwsError } from './aws-error.ts';

interface Expectation {
  /** What is asked about, as errors call it. */
  readonly what: string;
  /** Names of errors that say that there is no such thing. */
  readonly absent: readonly string[];
}

/** Undefined: the service knows no such thing. @throws RateLimitedError, UnavailableError, ConfigError, RejectedError */
export async function findAnswer<T>(
  asked: Promise<T>,
  { what, absent }: Expectation,
): Promise<T | undefined> {
  try {
    return await asked;
  } catch (cause) {
    if (cause instanceof Error && absent.includes(cause.name)) return undefined;
    throw toAwsError(cause, what);
  }
}
