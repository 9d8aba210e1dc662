/** What an edge in `runtime/` does with an error; docs/errors.md has an entry for every code. */
export type Remedy = 'retry' | 'park' | 'refuse' | 'halt';

export const ERROR_CODES = [
  'unavailable',
  'rate_limited',
  'rejected',
  'invalid_input',
  'unauthorized',
  'config',
  'bug',
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

interface Details {
  readonly cause?: unknown;
}

/** The message says what happened, to what, and what to do; it never holds a token, a webhook URL or a review link. */
export abstract class AppError extends Error {
  abstract readonly code: ErrorCode;
  abstract readonly remedy: Remedy;

  constructor(message: string, details: Details = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = new.target.name;
  }
}

/** No answer, or 5xx: the same request may succeed later. */
export class UnavailableError extends AppError {
  readonly code = 'unavailable';
  readonly remedy = 'retry';
  /** True when the request may have had its effect although no answer says so. */
  readonly ambiguous: boolean;
  readonly retryAfterSeconds: number | undefined;

  constructor(message: string, details: Details & { ambiguous?: boolean; retryAfterSeconds?: number } = {}) {
    super(message, details);
    this.ambiguous = details.ambiguous ?? false;
    this.retryAfterSeconds = details.retryAfterSeconds;
  }
}

/** Slow down: nothing happened, and nothing will before the wait is over. */
export class RateLimitedError extends AppError {
  readonly code = 'rate_limited';
  readonly remedy = 'retry';
  readonly retryAfterSeconds: number;

  constructor(message: string, details: Details & { retryAfterSeconds: number }) {
    super(message, details);
    this.retryAfterSeconds = details.retryAfterSeconds;
  }
}

/** Understood and never acceptable: message too long, invalid blocks. */
export class RejectedError extends AppError {
  readonly code = 'rejected';
  readonly remedy = 'park';
}

/** The payload is not what its schema says. */
export class InvalidInputError extends AppError {
  readonly code = 'invalid_input';
  readonly remedy = 'park';
}

/** Whoever asks may not: a bad signature, a person without the right. */
export class UnauthorizedError extends AppError {
  readonly code = 'unauthorized';
  readonly remedy = 'refuse';
}

/** Nothing works until a person changes a setting: unknown channel, revoked token, missing permission. */
export class ConfigError extends AppError {
  readonly code = 'config';
  readonly remedy = 'halt';
  /** True when fetching the secret again may mend it. */
  readonly isAboutSecret: boolean;

  constructor(message: string, details: Details & { isAboutSecret?: boolean } = {}) {
    super(message, details);
    this.isAboutSecret = details.isAboutSecret ?? false;
  }
}
