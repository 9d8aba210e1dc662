import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { archive } from '#functions/archive/archive.ts';
import type { StoredObject } from '#shared/clients/object-store.ts';
import type { QueueMessage } from '#shared/runtime/sqs.ts';
import { buildPipelineEvent, START } from '#tests/support/build-event.ts';
import { FakeObjectStore, FakeTelemetry } from '#tests/support/fakes.ts';

function messageOf(id: string): QueueMessage {
  const body = JSON.stringify({ source: 'aws.codepipeline', detail: { id } });
  return { id, body, receiptHandle: id, receiveCount: 1, sentAt: START, groupId: undefined };
}

/** What each batch has written, in turn. */
async function archived(...batches: readonly (readonly string[])[]): Promise<readonly StoredObject[]> {
  const objects = new FakeObjectStore();
  for (const ids of batches) await archive(ids.map(messageOf), { objects, telemetry: new FakeTelemetry() });
  return objects.objects;
}

describe('archive', () => {
  it('writes a batch as one object of lines', async () => {
    const [object] = await archived(['m1', 'm2']);

    expect(object?.key).toMatch(/^events\/year=2026\/month=03\/day=04\/m1-[0-9a-f]{16}\.ndjson\.gz$/);
    expect(gunzipSync(Buffer.from(object?.body ?? '')).toString()).toBe(
      ['m1', 'm2']
        .map((id) => `${JSON.stringify({ source: 'aws.codepipeline', detail: { id } })}\n`)
        .join(''),
    );
  });

  it('keeps what was written with a message that comes again in other company', async () => {
    const objects = await archived(['m1', 'm2'], ['m1', 'm3'], ['m1']);

    expect(new Set(objects.map(({ key }) => key)).size).toBe(3);
  });

  it('replaces a batch that is repeated, whatever its order', async () => {
    const [first, ...repeats] = await archived(['m1', 'm2'], ['m1', 'm2'], ['m2', 'm1']);

    expect(repeats.map(({ key }) => key)).toEqual([first?.key, first?.key]);
  });

  it('keeps what stands beside a record that cannot be read, and fails with the reason', async () => {
    const objects = new FakeObjectStore();
    const event = (executionId: string) => JSON.stringify(buildPipelineEvent({ executionId }));
    const records = [{ body: event('before') }, { body: '{"cut": ' }, { body: event('after') }];
    const message = { ...messageOf('m1'), body: JSON.stringify({ Records: records }) };

    const outcomes = await archive([message], { objects, telemetry: new FakeTelemetry() });

    expect(outcomes).toMatchObject([{ error: { code: 'invalid_input' } }]);
    const lines = objects.objects.flatMap(({ body }) => gunzipSync(body).toString().trim().split('\n'));
    expect(lines.map((line) => JSON.parse(line).detail['execution-id'])).toEqual(['before', 'after']);
  });
});
