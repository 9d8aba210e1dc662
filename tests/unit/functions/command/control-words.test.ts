import { describe, expect, it } from '@jest/globals';
import { DONE, REFUSALS, rolledBack, toStopReason } from '#functions/command/control-words.ts';
import { START } from '#tests/support/build-event.ts';

const NAMED = { pipeline: 'web-shop', stage: 'Deploy' };

describe('the words for what CodePipeline will not do', () => {
  it.each(Object.entries(REFUSALS))('tell a person what it is about: %s', (_, toSentence) => {
    const sentence = toSentence(NAMED);

    expect(sentence).toMatch(/web-shop|Deploy/);
    expect(sentence).toMatch(/^[A-Z].*[.)]$/);
    expect(sentence).not.toMatch(/Exception/);
  });

  it('differ', () => {
    const sentences = Object.values(REFUSALS).map((toSentence) => toSentence(NAMED));

    expect(new Set(sentences).size).toBe(sentences.length);
  });
});

describe('the words for what is done', () => {
  it('name the stage and the pipeline', () => {
    expect(DONE.retry(NAMED)).toBe('Deploy of web-shop is being retried.');
    expect(DONE.stop(NAMED)).toBe('web-shop is being stopped, as soon as the actions that run have ended.');
    expect(rolledBack(NAMED, { executionId: '7a8e7924-7efa-442e-beaa-961a80e42bf2', startedAt: START })).toBe(
      'Deploy of web-shop is being rolled back to the execution 7a8e7924 of 2026-03-04 09:15 UTC.',
    );
  });
});

describe('the reason of a stop', () => {
  it('is on one line and names the person, who is not known to AWS', () => {
    expect(toStopReason({ name: 'Ada Okafor', user: 'U1', reason: 'wrong\n branch' })).toBe(
      'Stopped by Ada Okafor (U1) via Slack: wrong branch',
    );
    expect(toStopReason({ name: 'Ada', user: 'U1', reason: ' ' })).toBe('Stopped by Ada (U1) via Slack');
  });

  it('has what CodePipeline takes', () => {
    expect(toStopReason({ name: 'Ada', user: 'U1', reason: '🙂'.repeat(500) }).length).toBeLessThanOrEqual(
      200,
    );
  });
});
