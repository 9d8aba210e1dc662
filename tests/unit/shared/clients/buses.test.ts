import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { describe, expect, it } from '@jest/globals';
import { createBuses } from '#shared/clients/buses.ts';
import { FakeSdkClient, sdkError } from '#tests/support/fake-sdk-client.ts';

const ENTRY = {
  EventBusName: 'arn:aws:events:us-east-1:111122223333:event-bus/platform',
  Source: 'signalbox',
  DetailType: 'Signalbox Notice',
  Detail: '{}',
  Resources: [],
};

function busesOver(...script: readonly unknown[]) {
  const client = new FakeSdkClient(...script);
  const regions: string[] = [];
  const buses = createBuses((region) => {
    regions.push(region);
    return client as unknown as EventBridgeClient;
  });
  return { buses, regions, calls: client.calls };
}

describe('buses', () => {
  it('get an event where they are, by one client for each Region', async () => {
    const { buses, regions, calls } = busesOver({ FailedEntryCount: 0, Entries: [{ EventId: 'e' }] });

    await buses.put(ENTRY);
    await buses.put(ENTRY);

    expect(regions).toEqual(['us-east-1']);
    expect(calls).toEqual([
      { command: 'PutEventsCommand', input: { Entries: [ENTRY] } },
      { command: 'PutEventsCommand', input: { Entries: [ENTRY] } },
    ]);
  });

  it.each([
    ['ThrottlingException', 'rate_limited'],
    ['InternalFailure', 'unavailable'],
    ['InternalException', 'unavailable'],
    ['AccessDeniedException', 'config'],
    ['MalformedDetail', 'rejected'],
  ])('refuse one entry with %s although the answer is a 200', async (ErrorCode, code) => {
    const refused = { FailedEntryCount: 1, Entries: [{ ErrorCode, ErrorMessage: 'canary' }] };
    const { buses } = busesOver(refused);

    await expect(buses.put(ENTRY)).rejects.toMatchObject({
      code,
      message: expect.not.stringContaining('canary'),
    });
  });

  it('fail by kind when there is no answer', async () => {
    await expect(busesOver(sdkError('TimeoutError')).buses.put(ENTRY)).rejects.toMatchObject({
      code: 'unavailable',
    });
  });
});
