import { describe, expect, it } from '@jest/globals';
import { createEventBus } from '#local/aws/events/bus.ts';
import { DEFAULT_RETRY_POLICY, type Event } from '#local/aws/events/delivery.ts';
import { compilePattern } from '#local/aws/events/pattern.ts';

describe('PutServiceEvent', () => {
  it('takes an event whole, of a service of AWS too, and tells how many rules took it', async () => {
    const { bus, taken } = busWithTarget();
    const event = {
      version: '0',
      id: 'e-1',
      source: 'aws.codepipeline',
      account: '444455556666',
      detail: {},
    };

    const answer = await bus.serve('PutServiceEvent', event);

    expect(answer).toEqual({ Rules: 1 });
    expect(taken).toEqual([event]);
  });
});

describe('PutEvents', () => {
  it('makes a whole event of an entry', async () => {
    const { bus, taken } = busWithTarget();
    const entry = { Source: 'signalbox', DetailType: 'Test', Detail: '{"x":1}', Time: 1_700_000_000.5 };

    const answer = await bus.serve('PutEvents', { Entries: [entry] });

    const { id } = taken[0] ?? {};
    expect(answer).toEqual({ FailedEntryCount: 0, Entries: [{ EventId: id }] });
    expect(taken).toEqual([
      {
        version: '0',
        id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        'detail-type': 'Test',
        source: 'signalbox',
        account: '111122223333',
        time: '2023-11-14T22:13:20Z',
        region: 'eu-west-1',
        resources: [],
        detail: { x: 1 },
      },
    ]);
  });

  it('fails entries one by one', async () => {
    const { bus, taken } = busWithTarget();
    const entry = { Source: 'signalbox', DetailType: 'Test', Detail: '{}' };

    const answer = await bus.serve('PutEvents', {
      Entries: [
        { ...entry, Detail: '[1]' },
        { ...entry, Source: 'aws.codepipeline' },
        { ...entry, Detail: '{' },
        entry,
      ],
    });

    expect(answer).toMatchObject({
      FailedEntryCount: 3,
      Entries: [
        { ErrorCode: 'MalformedDetail' },
        { ErrorCode: 'NotAuthorizedForSourceException' },
        { ErrorCode: 'MalformedDetail' },
        { EventId: expect.any(String) },
      ],
    });
    expect(taken).toHaveLength(1);
  });

  it('loses an event for a bus that does not exist', async () => {
    const { bus, taken } = busWithTarget();
    const entry = { Source: 'signalbox', DetailType: 'Test', Detail: '{}', EventBusName: 'other' };

    const answer = await bus.serve('PutEvents', { Entries: [entry] });

    expect(answer).toMatchObject({ FailedEntryCount: 0 });
    expect(taken).toEqual([]);
  });

  it('names an operation that it does not have', async () => {
    const { bus } = busWithTarget();

    await expect(bus.serve('PutRule', {})).rejects.toMatchObject({ status: 501, message: /events PutRule/ });
  });
});

function busWithTarget() {
  const bus = createEventBus(() => {});
  const taken: Event[] = [];
  const target = {
    ruleArn: 'rule',
    arn: 'target',
    retry: DEFAULT_RETRY_POLICY,
    send: async (event: Event) => void taken.push(event),
  };
  bus.addRule({ matches: compilePattern({ version: ['0'] }), targets: [target] });
  return { bus, taken };
}
