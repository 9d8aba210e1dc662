import { describe, expect, it } from '@jest/globals';
import { unwrap, unwrapValue } from '#shared/sources/unwrap.ts';
import { buildPipelineEvent } from '#tests/support/build-event.ts';

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

describe('unwrap', () => {
  it.each([
    ['as it is', EVENT, [EVENT]],
    ['in a topic', inTopic(EVENT), [EVENT]],
    ['in the event of a topic', inSnsEvent(EVENT, OTHER), [EVENT, OTHER]],
    ['in the event of a queue', inSqsEvent(EVENT, OTHER), [EVENT, OTHER]],
    ['in a topic in the event of a queue', inSqsEvent(inTopic(EVENT), OTHER), [EVENT, OTHER]],
    ['three times', inSqsEvent(inSnsEvent(EVENT), inSqsEvent(inTopic(OTHER))), [EVENT, OTHER]],
  ])('finds events %s', (_, body, events) => {
    expect(unwrap(JSON.stringify(body))).toEqual(events);
  });

  it.each([
    ['plain text in a topic', inTopic('Deployment finished'), 'Deployment finished'],
    ['plain text that starts like a list', inTopic('[ALARM] disk full'), '[ALARM] disk full'],
    ['nothing in a topic', inTopic(' '), ' '],
    ['an empty list of records', { Records: [] }, { Records: [] }],
    ['records of something else', { Records: [{ s3: {} }] }, { Records: [{ s3: {} }] }],
    ['records that are no list', { Records: 'many' }, { Records: 'many' }],
    [
      'a subscription to confirm',
      { Type: 'SubscriptionConfirmation', TopicArn: 'a', Message: 'b' },
      undefined,
    ],
    ['a list', [EVENT], undefined],
    ['a number', 7, undefined],
    ['null', null, undefined],
  ])('keeps %s, to become a notice', (_, body, kept) => {
    expect(unwrap(JSON.stringify(body))).toEqual([kept ?? body]);
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
    expect(() => unwrap(body)).toThrow(expect.objectContaining({ code: 'invalid_input', message }));
  });

  it('quotes nothing of what it cannot read: it may hold a secret', () => {
    const canary = 'xoxb-canary';
    const caught = catching(() => unwrap(`{"token": ${canary}}`));

    expect(caught).toMatchObject({ code: 'invalid_input', cause: 'SyntaxError' });
    expect(JSON.stringify([String(caught), caught])).not.toContain(canary);
  });

  it('gives up on what is wrapped more often than by accident', () => {
    const wrap = (times: number): unknown => (times === 0 ? EVENT : inTopic(wrap(times - 1)));

    expect(unwrapValue(wrap(4))).toEqual([EVENT]);
    expect(() => unwrapValue(wrap(5))).toThrow(
      expect.objectContaining({ code: 'invalid_input', message: 'an event is wrapped more than 5 times' }),
    );
  });

  it('takes no wrapping from a prototype', () => {
    const raw = `{"__proto__": ${JSON.stringify(inTopic(EVENT))}}`;

    expect(unwrap(raw)).toEqual([JSON.parse(raw)]);
  });
});

function catching(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}
