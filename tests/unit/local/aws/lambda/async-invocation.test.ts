import { describe, expect, it } from '@jest/globals';
import { AsyncInvoker } from '#local/aws/lambda/async-invocation.ts';
import { FakeHost, failure } from './fake-host.ts';

describe('an asynchronous invocation', () => {
  it('hands on what failed to the last attempt, with its record', async () => {
    const host = new FakeHost([failure('first'), failure('second')]);
    const failed = Promise.withResolvers<{ event: unknown; record: unknown }>();
    const invoker = new AsyncInvoker(host, {
      maximumRetryAttempts: 1,
      onFailure: async (what) => failed.resolve(what),
    });

    invoker.invoke({ id: 'e1' });

    expect(invoker.pending).toBe(1);
    expect(await failed.promise).toEqual({
      event: { id: 'e1' },
      record: {
        version: '1.0',
        timestamp: expect.any(String),
        requestContext: {
          functionArn: 'arn:fake:$LATEST',
          condition: 'RetriesExhausted',
          approximateInvokeCount: 2,
        },
        requestPayload: { id: 'e1' },
        responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
        responsePayload: { errorType: 'TypeError', errorMessage: 'second' },
      },
    });
    expect(host.payloads).toEqual([{ id: 'e1' }, { id: 'e1' }]);
  });
});
