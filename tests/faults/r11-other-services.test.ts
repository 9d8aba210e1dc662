import { describe, expect, it } from '@jest/globals';
import { archive } from '#functions/archive/archive.ts';
import { createSecrets } from '#shared/clients/secrets.ts';
import { ConfigError, RateLimitedError } from '#shared/errors.ts';
import { refusal } from '#tests/support/fake-aws-json.ts';
import { FakeClock, FakeObjectStore, FakeTelemetry } from '#tests/support/fakes.ts';
import { failingExecution, quietExecution } from '#tests/support/scenes.ts';
import { FaultWorld } from './support/fault-world.ts';
import { measured } from './support/figures.ts';
import { seenIn } from './support/view.ts';

const THROTTLED = () => new RateLimitedError('throttled', { retryAfterSeconds: 2 });
const DENIED = () => new ConfigError('AccessDeniedException');
const CACHE_SECONDS = 15 * 60;

describe('R11 other services throttle or refuse', () => {
  it.each([
    ['throttles', THROTTLED],
    ['refuses', DENIED],
  ])('costs only the waiting stages, and no time, when CodePipeline %s', async (_, error) => {
    const [calm, world] = [new FaultWorld(), new FaultWorld()];
    world.codepipeline.error = error();
    await calm.play(quietExecution());

    await world.play(quietExecution());

    expect(seenIn(world.slack).map(({ text }) => text)).toEqual(['web-shop succeeded']);
    expect(world.slack.calls[0]?.at).toBe(calm.slack.calls[0]?.at);
    expect(world.slack.calls.at(-1)?.at).toBe(calm.slack.calls.at(-1)?.at);
    expect([world.parked.length, world.deadLetters]).toEqual([0, 0]);
    measured('R11', 'card without structure, 0 s later');
  });

  it('sends a mail once when SNS takes it again', async () => {
    const world = new FaultWorld();
    world.topics.error = THROTTLED();
    world.sendAll(failingExecution());
    await world.pass(300);
    world.topics.error = undefined;

    await world.drain();

    expect(world.topics.published).toHaveLength(1);
    expect(world.parked).toEqual([]);
  });

  it('leaves events that S3 did not take in the queue', async () => {
    const objects = new FakeObjectStore();
    const app = { objects, telemetry: new FakeTelemetry() };
    const message = {
      id: '1',
      body: '{"a":1}',
      receiptHandle: '1',
      receiveCount: 1,
      sentAt: 0,
      groupId: undefined,
    };
    objects.error = THROTTLED();

    const [refused] = await archive([message], app);
    objects.error = undefined;
    const [taken] = await archive([message], app);

    expect(refused?.error).toMatchObject({ remedy: 'retry' });
    expect(taken?.error).toBeUndefined();
    expect(objects.objects).toHaveLength(1);
  });

  it('serves a secret from memory for fifteen minutes while Secrets Manager throttles', async () => {
    const clock = new FakeClock();
    let isThrottled = false;
    const service = {
      async call() {
        if (isThrottled) throw refusal('ThrottlingException');
        return { SecretString: 'text' };
      },
    };
    const secrets = createSecrets(service, clock);
    await secrets.get('name');
    isThrottled = true;

    clock.time += CACHE_SECONDS - 1;
    const cached = await secrets.get('name');
    clock.time += 1;

    expect(cached).toBe('text');
    await expect(secrets.get('name')).rejects.toMatchObject({ code: 'rate_limited' });
  });
});
