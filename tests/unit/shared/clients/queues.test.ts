import { describe, expect, it } from '@jest/globals';
import { createOutbox, createQueues } from '#shared/clients/queues.ts';
import { FakeAwsJson, refusal } from '#tests/support/fake-aws-json.ts';

const URL = 'https://sqs.eu-west-1.amazonaws.com/111122223333/signalbox-events';

function outbox(client: FakeAwsJson, url = URL) {
  let count = 0;
  return createOutbox(client, url, () => `id-${++count}`);
}

function queues(client: FakeAwsJson) {
  let count = 0;
  return createQueues(client, () => `id-${++count}`);
}

describe('an outbox', () => {
  it('sends what is to stay in order with its group, and each with an id of its own', async () => {
    const client = new FakeAwsJson({});

    await outbox(client).send([
      { body: 'a', groupId: 'g' },
      { body: 'a', groupId: 'g' },
      { body: 'c', delaySeconds: 10 },
    ]);

    expect(client.calls).toEqual([
      {
        operation: 'SendMessageBatch',
        input: {
          QueueUrl: URL,
          Entries: [
            { Id: 'id-1', MessageBody: 'a', MessageGroupId: 'g', MessageDeduplicationId: 'id-1' },
            { Id: 'id-2', MessageBody: 'a', MessageGroupId: 'g', MessageDeduplicationId: 'id-2' },
            { Id: 'id-3', MessageBody: 'c', DelaySeconds: 10 },
          ],
        },
      },
    ]);
  });

  it('sends ten at a time, in order', async () => {
    const client = new FakeAwsJson({});
    const messages = Array.from({ length: 23 }, (_, index) => ({ body: String(index) }));

    await outbox(client).send(messages);

    const batches = client.calls.map(({ input }) =>
      Object(input).Entries.map(({ MessageBody }: { MessageBody: string }) => MessageBody),
    );
    expect(batches.map((bodies: readonly string[]) => bodies.length)).toEqual([10, 10, 3]);
    expect(batches.flat()).toEqual(messages.map(({ body }) => body));
  });

  it('calls nothing when there is nothing to send', async () => {
    const client = new FakeAwsJson({});

    await outbox(client).send([]);

    expect(client.calls).toEqual([]);
  });

  it('fails when the queue takes some and not others', async () => {
    const client = new FakeAwsJson({
      Failed: [
        { Id: 'id-1', Code: 'InternalError' },
        { Id: 'id-2', Code: 'InternalError' },
      ],
    });

    await expect(outbox(client).send([{ body: 'a' }, { body: 'b' }, { body: 'c' }])).rejects.toMatchObject({
      code: 'unavailable',
      message: 'queue signalbox-events did not take 2 of 3 messages (InternalError)',
    });
  });

  it('fails by kind when the queue does not answer', async () => {
    await expect(
      outbox(new FakeAwsJson(refusal('QueueDoesNotExist', 400))).send([{ body: 'a' }]),
    ).rejects.toMatchObject({
      code: 'config',
      message: expect.stringMatching(/^queue signalbox-events: QueueDoesNotExist/),
    });
  });

  it('stops at the batch that fails: the repeat sends all of them again', async () => {
    const client = new FakeAwsJson({}, refusal('ServiceUnavailable', 503));
    const messages = Array.from({ length: 30 }, (_, index) => ({ body: String(index) }));

    await expect(outbox(client).send(messages)).rejects.toMatchObject({ code: 'unavailable' });
    expect(client.calls).toHaveLength(2);
  });
});

describe('parking', () => {
  it('keeps the body as it was, and why in attributes', async () => {
    const client = new FakeAwsJson({});

    await queues(client).park(URL, '{"a":1}', { source: 'events', code: 'invalid_input', reason: '' });

    expect(client.calls).toEqual([
      {
        operation: 'SendMessage',
        input: {
          QueueUrl: URL,
          MessageBody: '{"a":1}',
          MessageAttributes: {
            source: { DataType: 'String', StringValue: 'events' },
            code: { DataType: 'String', StringValue: 'invalid_input' },
            reason: { DataType: 'String', StringValue: '-' },
          },
        },
      },
    ]);
  });

  it('is a group of its own in a FIFO queue, so that none hides the others', async () => {
    const client = new FakeAwsJson({});

    await queues(client).park(`${URL}.fifo`, 'b', {});

    expect(client.calls[0]?.input).toMatchObject({
      MessageGroupId: 'id-1',
      MessageDeduplicationId: 'id-2',
    });
  });

  it('writes only reasons that a queue takes: short, of whole characters, without control characters', async () => {
    const client = new FakeAwsJson({});

    await queues(client).park(URL, 'b', { reason: `a\u0000\u001b[31mb\ud800${'🙂'.repeat(300)}` });

    const { StringValue } = Object(client.calls[0]?.input).MessageAttributes.reason;
    expect(StringValue).toMatch(/^ab\ufffd🙂+…$/u);
    expect(StringValue.isWellFormed()).toBe(true);
    expect(Buffer.byteLength(StringValue)).toBeLessThanOrEqual(500);
  });

  it('fails by kind', async () => {
    await expect(
      queues(new FakeAwsJson(refusal('AccessDeniedException', 403))).park(URL, 'b', {}),
    ).rejects.toMatchObject({ code: 'config' });
  });
});

describe('delaying', () => {
  it('makes a message visible again after the wait', async () => {
    const client = new FakeAwsJson({});

    await queues(client).delay(URL, 'receipt', 30);

    expect(client.calls).toEqual([
      {
        operation: 'ChangeMessageVisibility',
        input: { QueueUrl: URL, ReceiptHandle: 'receipt', VisibilityTimeout: 30 },
      },
    ]);
  });
});
