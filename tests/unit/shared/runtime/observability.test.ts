import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { afterEach, expect, it, describe as suite } from '@jest/globals';
import type { Context } from 'aws-lambda';
import { ConfigError, ERROR_CODES, RejectedError } from '#shared/errors.ts';
import { createObservability, describe, logContext, publishMetrics } from '#shared/runtime/observability.ts';
import { sdkError } from '#tests/support/fake-sdk-client.ts';

suite('an error in the log', () => {
  it('is told by code and reason when it is ours, and its cause by name alone', () => {
    const error = new RejectedError('topic t: refused', { cause: sdkError('ValidationException', 400) });

    expect(describe(error)).toEqual({
      code: 'rejected',
      reason: 'topic t: refused',
      cause: 'ValidationException',
    });
    expect(describe(new ConfigError('no such channel'))).toEqual({
      code: 'config',
      reason: 'no such channel',
      cause: undefined,
    });
  });

  it('is told by name and place when it is foreign: its text may hold anything', () => {
    const told = describe(new TypeError('cannot read xoxb-canary'));

    expect(told).toEqual({
      code: 'bug',
      reason: expect.stringMatching(/^TypeError at .*observability\.test\.ts:\d+/),
    });
    expect(JSON.stringify(told)).not.toContain('canary');
  });

  it('keeps the text of a foreign error out also where it looks like a place', () => {
    const error = new Error('first\n    at canary (line)');

    expect(JSON.stringify(describe(error))).not.toContain('canary');
  });

  it.each(['canary', undefined, null, 5, { message: 'canary' }])(
    'is no more than that it was thrown: %j',
    (thrown) => {
      expect(describe(thrown)).toEqual({ code: 'bug', reason: 'something that is not an error was thrown' });
    },
  );

  it('has a code that is on the list', () => {
    expect(ERROR_CODES).toContain(describe(new Error('x'))['code']);
  });
});

suite('logContext', () => {
  const LOG_EVENT = 'POWERTOOLS_LOGGER_LOG_EVENT';
  const CONTEXT = { awsRequestId: 'r', functionName: 'f' };

  afterEach(() => {
    delete process.env[LOG_EVENT];
  });

  function logged(middleware: typeof logContext): string {
    process.env[LOG_EVENT] = 'true';
    const { logger } = createObservability();
    const lines: unknown[] = [];
    logger.info = (...given) => void lines.push(given);
    const request = { event: { token: 'canary' }, context: CONTEXT as Context, internal: {} };
    middleware(logger).before?.(request as never);
    return JSON.stringify([lines, logger.getPersistentLogAttributes()]);
  }

  it('keeps the event out of the log, whatever the environment says', () => {
    expect(logged(logContext)).not.toContain('canary');
    expect(logged((logger) => injectLambdaContext(logger))).toContain('canary');
  });
});

suite('publishMetrics', () => {
  it.each([
    { counted: true, published: 2 },
    { counted: false, published: 0 },
  ])(
    'publishes $published times after a success and a failure (counted: $counted)',
    ({ counted, published }) => {
      let times = 0;
      const { after, onError } = publishMetrics({
        hasStoredMetrics: () => counted,
        publishStoredMetrics: () => {
          times += 1;
        },
      });

      after();
      onError();

      expect(times).toBe(published);
    },
  );
});
