import { describe, expect, it } from '@jest/globals';
import { toAwsError } from '#shared/clients/aws-error.ts';
import { sdkError } from '#tests/support/fake-sdk-client.ts';

describe('toAwsError', () => {
  it.each([
    ['ThrottlingException', 400],
    ['ThrottledException', 429],
    ['Throttling', 400],
    ['ProvisionedThroughputExceededException', 400],
    ['RequestLimitExceeded', 400],
    ['RequestThrottled', 403],
    ['TooManyRequestsException', 429],
    ['SlowDown', 503],
    ['AnyName', 429],
  ])('slows down after %s (HTTP %d)', (name, status) => {
    expect(toAwsError(sdkError(name, status), 'table t')).toMatchObject({
      code: 'rate_limited',
      message: `table t: throttled (${name})`,
      retryAfterSeconds: 2,
    });
  });

  it.each([
    ['AccessDeniedException', 400],
    ['AccessDenied', 403],
    ['AuthorizationErrorException', 403],
    ['UnrecognizedClientException', 400],
    ['ExpiredToken', 403],
    ['ExpiredTokenException', 400],
    ['InsufficientPrivilegesException', 403],
    ['ResourceNotFoundException', 400],
    ['NotFoundException', 404],
    ['NoSuchBucket', 404],
    ['QueueDoesNotExist', 400],
    ['KMSAccessDeniedException', 400],
  ])('halts on %s: a person must change something', (name, status) => {
    expect(toAwsError(sdkError(name, status), 'topic t')).toMatchObject({
      code: 'config',
      message: `topic t: ${name}; check that it exists and the role allows it`,
    });
  });

  it.each([
    ['ValidationException', 400],
    ['InvalidParameterException', 400],
    ['PipelineNotFoundException', 400],
    ['RequestEntityTooLarge', 413],
  ])('parks what is refused as %s (HTTP %d)', (name, status) => {
    expect(toAwsError(sdkError(name, status), 'topic t')).toMatchObject({
      code: 'rejected',
      message: `topic t: refused as ${name}`,
    });
  });

  it.each([
    ['InternalServerError', 500],
    ['ServiceUnavailable', 503],
    ['RequestTimeout', 408],
    ['TimeoutError', undefined],
    ['Error', undefined],
  ])('tries again after %s (HTTP %j), which may have done its work', (name, status) => {
    expect(toAwsError(sdkError(name, status), 'topic t')).toMatchObject({
      code: 'unavailable',
      ambiguous: true,
      message: `topic t: no answer (${name})`,
    });
  });

  it.each([['text'], [undefined], [null], [{ name: 'AccessDenied', $metadata: { httpStatusCode: 403 } }]])(
    'takes what is no error for no answer: %j',
    (thrown) => {
      expect(toAwsError(thrown, 'topic t')).toMatchObject({ code: 'unavailable' });
    },
  );

  it('never repeats what the service said, but keeps it as the cause', () => {
    const cause = sdkError('ValidationException', 400);

    const error = toAwsError(cause, 'table t');

    expect(error.message).not.toContain('canary');
    expect(error.cause).toBe(cause);
  });
});
