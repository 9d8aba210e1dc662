import { describe, expect, it } from '@jest/globals';
import { deliver, type Event, type Target } from '#local/aws/events/delivery.ts';
import { ServiceFault } from '#local/aws/service-fault.ts';

const EVENT = { id: 'e1', source: 'test' };

describe('deliver', () => {
  it('tries again until the target takes the event', async () => {
    const target = new FakeTarget([new ServiceFault('Unavailable', 'busy', 503), new Error('reset')]);

    await deliver(target, EVENT, { log: () => {}, firstWaitMilliseconds: 1 });

    expect(target.taken).toEqual([EVENT]);
    expect(target.dead).toEqual([]);
  });

  it('gives up after the attempts of its policy, with the reason on the dead letter', async () => {
    const busy = new ServiceFault('Unavailable', 'busy', 503);
    const target = new FakeTarget([busy, busy, busy, busy], { maximumAttempts: 2, maximumAgeSeconds: 60 });

    await deliver(target, EVENT, { log: () => {}, firstWaitMilliseconds: 1 });

    expect(target.dead).toEqual([
      {
        event: EVENT,
        reasons: {
          RULE_ARN: 'rule',
          TARGET_ARN: 'target',
          ERROR_CODE: 'Unavailable',
          ERROR_MESSAGE: 'busy',
          RETRY_ATTEMPTS: '2',
          EXHAUSTED_RETRY_CONDITION: 'MaximumRetryAttempts',
        },
      },
    ]);
  });

  it('does not repeat what was refused', async () => {
    const target = new FakeTarget([new ServiceFault('NO_RESOURCE', 'no queue', 400)]);

    await deliver(target, EVENT, { log: () => {}, firstWaitMilliseconds: 1 });

    expect(target.taken).toEqual([]);
    expect(target.dead).toMatchObject([{ reasons: { ERROR_CODE: 'NO_RESOURCE', RETRY_ATTEMPTS: '0' } }]);
  });

  it('says so when an event is dropped', async () => {
    const lines: string[] = [];
    const { ruleArn, arn, retry } = new FakeTarget([]);
    const send = () => Promise.reject(new ServiceFault('NO_RESOURCE', 'no queue', 400));

    await deliver({ ruleArn, arn, retry, send }, EVENT, { log: (line) => lines.push(line) });

    expect(lines).toEqual([
      'events: target did not take event e1 (no queue); DROPPED: the target has no dead-letter queue',
    ]);
  });
});

/** Fails as told, then takes what comes. */
class FakeTarget implements Target {
  readonly ruleArn = 'rule';
  readonly arn = 'target';
  readonly retry: Target['retry'];
  readonly taken: Event[] = [];
  readonly dead: { event: Event; reasons: Readonly<Record<string, string>> }[] = [];
  readonly #failures: Error[];

  constructor(failures: Error[], retry = { maximumAttempts: 185, maximumAgeSeconds: 60 }) {
    this.#failures = failures;
    this.retry = retry;
  }

  async send(event: Event): Promise<void> {
    const failure = this.#failures.shift();
    if (failure) throw failure;
    this.taken.push(event);
  }

  async deadLetter(event: Event, reasons: Readonly<Record<string, string>>): Promise<void> {
    this.dead.push({ event, reasons });
  }
}
