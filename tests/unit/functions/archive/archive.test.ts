import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { archive } from '#functions/archive/archive.ts';
import { buildPipelineEvent, START } from '#tests/support/build-event.ts';
import { FakeObjectStore, FakeTelemetry } from '#tests/support/fakes.ts';

describe('archive', () => {
  it('keeps what stands beside a record that cannot be read, and fails with the reason', async () => {
    const objects = new FakeObjectStore();
    const event = (executionId: string) => JSON.stringify(buildPipelineEvent({ executionId }));
    const records = [{ body: event('before') }, { body: '{"cut": ' }, { body: event('after') }];
    const message = {
      id: 'm-1',
      body: JSON.stringify({ Records: records }),
      receiptHandle: 'r',
      receiveCount: 1,
      sentAt: START,
      groupId: undefined,
    };

    const outcomes = await archive([message], { objects, telemetry: new FakeTelemetry() });

    expect(outcomes).toMatchObject([{ error: { code: 'invalid_input' } }]);
    const lines = objects.objects.flatMap(({ body }) => gunzipSync(body).toString().trim().split('\n'));
    expect(lines.map((line) => JSON.parse(line).detail['execution-id'])).toEqual(['before', 'after']);
  });
});
