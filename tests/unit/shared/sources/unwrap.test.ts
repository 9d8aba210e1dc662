import { describe, expect, it } from '@jest/globals';
import { unwrap, unwrapValue } from '#shared/sources/unwrap.ts';
import { buildPipelineEvent } from '#tests/support/build-event.ts';
import { eventsOf } from '#tests/support/samples.ts';

const EVENT = buildPipelineEvent();
const OTHER = buildPipelineEvent({ state: 'SUCCEEDED', after: 60 });

/** As a queue that subscribes to a topic holds it. */
function inTopic(message: unknown) {
  return {
    Type: 'Notification',
    MessageId: 'm-1',
    TopicArn: 'arn:aws:sns:eu-west-1:111122223333:releases',
    Message: typeof message === 'string' ? message : JSON.stringify(message),
  };
}

function inSnsEvent(...messages: readonly unknown[]) {
  return {
    Records: messages.map((message) => ({
      EventSource: 'aws:sns',
      Sns: { Type: 'Notification', Message: typeof message === 'string' ? message : JSON.stringify(message) },
    })),
  };
}

function inSqsEvent(...bodies: readonly unknown[]) {
  return { Records: bodies.map((body) => ({ messageId: 'm-1', body: JSON.stringify(body) })) };
}

/** As `aws sqs receive-message` prints it. */
function received(...bodies: readonly unknown[]) {
  return {
    Messages: bodies.map((body) => ({ MessageId: 'm-1', ReceiptHandle: 'r', Body: JSON.stringify(body) })),
  };
}

describe('unwrap', () => {
  it.each([
    ['as it is', EVENT, [EVENT]],
    ['in a topic', inTopic(EVENT), [EVENT]],
    ['in the event of a topic', inSnsEvent(EVENT, OTHER), [EVENT, OTHER]],
    ['in the event of a queue', inSqsEvent(EVENT, OTHER), [EVENT, OTHER]],
    ['in a topic in the event of a queue', inSqsEvent(inTopic(EVENT), OTHER), [EVENT, OTHER]],
    ['three times', inSqsEvent(inSnsEvent(EVENT), inSqsEvent(inTopic(OTHER))), [EVENT, OTHER]],
    ['in a topic that is not named', { Type: 'Notification', Message: JSON.stringify(EVENT) }, [EVENT]],
    ['in a record of a topic', inSnsEvent(EVENT).Records[0], [EVENT]],
    ['in a record of a queue', inSqsEvent(EVENT).Records[0], [EVENT]],
    ['as the command line prints them', received(EVENT, inTopic(OTHER)), [EVENT, OTHER]],
    ['in one that the command line prints', received(EVENT).Messages[0], [EVENT]],
  ])('finds events %s', (_, body, events) => {
    expect(unwrap(JSON.stringify(body))).toEqual(events.map((event) => ({ event })));
  });

  it('finds the events beside what is none, and beside what cannot be read', () => {
    const records = [
      { messageId: 'm-1', body: JSON.stringify(EVENT) },
      { messageId: 'm-2' },
      { messageId: 'm-3', body: '{"cut": ' },
      null,
      { s3: {} },
      { Sns: { Message: JSON.stringify(OTHER) } },
    ];

    expect(unwrapValue({ Records: records })).toEqual([
      { event: EVENT },
      { event: { messageId: 'm-2' } },
      { error: expect.objectContaining({ code: 'invalid_input' }) },
      { event: null },
      { event: { s3: {} } },
      { event: OTHER },
    ]);
  });

  it.each([
    ['plain text in a topic', inTopic('Deployment finished'), 'Deployment finished'],
    ['plain text that starts like a list', inTopic('[ALARM] disk full'), '[ALARM] disk full'],
    ['nothing in a topic', inTopic(' '), ' '],
    ['an empty list of records', { Records: [] }, { Records: [] }],
    ['records of something else', { Records: [{ s3: {} }] }, { Records: [{ s3: {} }] }],
    ['records that are no list', { Records: 'many' }, { Records: 'many' }],
    ['messages of something else', { Messages: ['hello'] }, undefined],
    ['what only has a body', { body: JSON.stringify(EVENT) }, undefined],
    [
      'a subscription to confirm',
      { Type: 'SubscriptionConfirmation', TopicArn: 'a', Message: 'b' },
      undefined,
    ],
    ['a list', [EVENT], undefined],
    ['a number', 7, undefined],
    ['null', null, undefined],
  ])('keeps %s, to become a notice', (_, body, kept) => {
    expect(unwrap(JSON.stringify(body))).toEqual([{ event: kept ?? body }]);
  });

  it.each([
    ['', 'a message is not JSON (nothing): send one EventBridge event'],
    ['  \n', 'a message is not JSON (nothing): send one EventBridge event'],
    ['{"detail": {', 'a message is not JSON (12 characters): send one EventBridge event'],
    [JSON.stringify(inTopic('{"cut": ')), 'a message is not JSON (8 characters): send one EventBridge event'],
    [
      JSON.stringify({ Records: [{ body: 'text' }] }),
      'a message is not JSON (4 characters): send one EventBridge event',
    ],
  ])('refuses %j as input that is not valid', (body, message) => {
    expect(unwrap(body)).toEqual([{ error: expect.objectContaining({ code: 'invalid_input', message }) }]);
  });

  it('quotes nothing of what it cannot read: it may hold a secret', () => {
    const canary = 'xoxb-canary';
    const [found] = unwrap(`{"token": ${canary}}`);
    const error = found !== undefined && 'error' in found ? found.error : undefined;

    expect(error).toMatchObject({ code: 'invalid_input', cause: 'SyntaxError' });
    expect(JSON.stringify([String(error), error])).not.toContain(canary);
  });

  it('gives up on what is wrapped more often than by accident', () => {
    const wrap = (times: number): unknown => (times === 0 ? EVENT : inTopic(wrap(times - 1)));

    expect(eventsOf(wrap(4))).toEqual([EVENT]);
    expect(() => eventsOf(wrap(5))).toThrow(
      expect.objectContaining({ code: 'invalid_input', message: 'an event is wrapped more than 5 times' }),
    );
  });

  it('takes no wrapping from a prototype', () => {
    const raw = `{"__proto__": ${JSON.stringify(inTopic(EVENT))}}`;

    expect(unwrap(raw)).toEqual([{ event: JSON.parse(raw) }]);
  });
});
