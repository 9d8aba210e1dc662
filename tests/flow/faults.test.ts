import { describe, expect, it } from '@jest/globals';
import { buildPipelineEvent, PIPELINE } from '#tests/support/build-event.ts';
import { BOT_TOKEN } from '#tests/support/fakes.ts';
import { histories, shufflings } from '#tests/support/history.ts';
import { fc } from '#tests/support/property.ts';
import { failingExecution, quietExecution, recoveringExecution } from '#tests/support/scenes.ts';
import { MEMBER, World } from './support/world.ts';

describe('Slack sees', () => {
  it('the same parent for every order and repetition of a history', async () => {
    const property = fc.asyncProperty(
      histories().chain((history) => fc.tuple(fc.constant(history), shufflings(history))),
      async ([history, shuffled]) => {
        const [inOrder, anyhow] = [new World(), new World()];
        await inOrder.play(...history);
        await anyhow.play(...shuffled);
        // Enough for edits beyond a minute's budget to be made up for.
        for (const world of [inOrder, anyhow]) await world.wait(400);

        expect(anyhow.slack.parents).toHaveLength(1);
        expect(anyhow.slack.parents[0]?.body['blocks']).toEqual(inOrder.slack.parents[0]?.body['blocks']);
        const [told, inTime] = [anyhow, inOrder].map(({ slack }) => slack.replies.map(keyOf));
        // Nothing twice and nothing out of order; only what newer news was told before stays away.
        expect(told).toEqual(inTime?.filter((key) => told?.includes(key)));
        expect(told?.at(-1)).toBe(inTime?.at(-1));
        expect(anyhow.left).toBe(0);
      },
    );

    await fc.assert(property, { numRuns: 40 });
  });

  it('nothing of an event that comes again', async () => {
    const world = new World();
    await world.play(...failingExecution());
    await world.wait(120);
    const before = world.slack.calls.length;

    for (let round = 0; round < 9; round += 1) await world.play(...failingExecution());
    await world.wait(120);

    expect(world.slack.calls).toHaveLength(before);
  });

  it('a message once whose answer was lost', async () => {
    const world = new World();
    world.slack.fail('chat.postMessage', 'lost');

    await world.play(...quietExecution());
    await world.wait(60);

    expect(world.slack.messages).toHaveLength(1);
    expect(world.slack.calls).toContain('conversations.history');
    expect(world.slack.parents[0]?.body['text']).toBe('web-shop succeeded');
  });

  it('a reply once whose answer was lost', async () => {
    const world = new World();
    await world.play(...failingExecution().slice(0, -3));
    world.slack.fail('chat.postMessage', 'lost');

    await world.play(...failingExecution().slice(-3));
    await world.wait(60);

    expect(world.slack.replies).toHaveLength(1);
    expect(world.slack.calls).toContain('conversations.replies');
  });

  it('no call while it has asked to wait, and the present afterwards', async () => {
    const world = new World();
    world.slack.fail('chat.postMessage', { status: 429, retryAfterSeconds: 300 });
    await world.play(...quietExecution());

    const during = world.slack.calls.length;
    await world.wait(300);

    expect(during).toBe(1);
    expect(world.slack.calls).toEqual(['chat.postMessage', 'chat.postMessage']);
    expect(world.slack.parents[0]?.body['text']).toBe('web-shop succeeded');
  });

  it('failures while only its edits have to wait', async () => {
    const world = new World();
    await world.play(...failingExecution().slice(0, 2));
    world.slack.fail('chat.update', { status: 429, retryAfterSeconds: 300 });

    await world.play(...failingExecution().slice(2));

    expect(world.slack.replies).toHaveLength(1);
    expect(world.slack.parents[0]?.body['text']).toBe('web-shop is running');
    expect(world.leftBodies.filter((body) => body.includes('urgent'))).toEqual([]);
    await world.wait(300);
    expect(world.slack.parents[0]?.body['text']).toContain('web-shop failed in Build');
  });

  it.each([503, 500])('everything after an outage with HTTP %i', async (status) => {
    const world = new World();
    world.slack.fail('chat.postMessage', { status }, { status }, { status });

    await world.play(...failingExecution());
    for (let minute = 0; minute < 10; minute += 1) await world.wait(60);

    expect(world.slack.parents).toHaveLength(1);
    expect(world.slack.replies).toHaveLength(1);
    expect(world.left).toBe(0);
    expect(world.queues.parked).toEqual([]);
  });

  it.each(['channel_not_found', 'not_in_channel', 'is_archived', 'token_revoked', 'missing_scope'])(
    'one try in five minutes while a person must mend %s, and all of it afterwards',
    async (error) => {
      const world = new World();
      world.slack.fail('chat.postMessage', { error }, { error });

      await world.play(...failingExecution().slice(0, 4));
      const tries = world.slack.calls.length;
      await world.wait(290);
      const triesLater = world.slack.calls.length;
      await world.wait(400);

      // A refused token is tried once more with the secret as it is now.
      expect(tries).toBeLessThanOrEqual(2);
      expect(triesLater).toBe(tries);
      expect(world.telemetry.counts.get('DestinationsPaused')).toBeGreaterThan(0);
      await world.wait(400);
      expect(world.slack.parents).toHaveLength(1);
      expect(world.queues.parked).toEqual([]);
    },
  );

  it('a token at once that was replaced while the function lived', async () => {
    const world = new World();
    world.slack.fail('chat.postMessage', { error: 'invalid_auth' });

    await world.play(buildPipelineEvent());

    expect(world.secrets.forgotten).toEqual(['signalbox/slack']);
    expect(world.slack.parents).toHaveLength(1);
  });

  it('the words of a message whose blocks it will not take', async () => {
    const world = new World();
    world.slack.fail('chat.postMessage', { error: 'invalid_blocks' });

    await world.play(buildPipelineEvent());

    expect(world.slack.parents[0]?.body).toMatchObject({ text: 'web-shop is running' });
    expect(world.slack.parents[0]?.body['blocks']).toBeUndefined();
  });

  it('one new message when somebody deleted the old one', async () => {
    const world = new World();
    await world.play(...quietExecution().slice(0, 2));
    world.slack.messages.length = 0;

    await world.play(...quietExecution().slice(2));

    expect(world.slack.parents).toHaveLength(1);
    expect(world.slack.parents[0]?.body['text']).toBe('web-shop succeeded');
  });

  it('later executions although one message will never be accepted, which is kept with its reason', async () => {
    const world = new World();
    world.slack.fail('chat.postMessage', { error: 'msg_too_long' }, { error: 'msg_too_long' });

    await world.play(buildPipelineEvent(), buildPipelineEvent({ executionId: 'another' }));

    expect(world.queues.parked).toHaveLength(1);
    expect(world.queues.parked[0]?.reason).toMatchObject({ source: 'deliveries.fifo', code: 'rejected' });
    expect(world.slack.parents).toHaveLength(1);
    expect(world.left).toBe(0);
  });
});

describe('a destination that fails', () => {
  it('holds up no other', async () => {
    const world = new World();
    world.slack.fail(
      'chat.postMessage',
      ...Array.from({ length: 20 }, () => ({ error: 'channel_not_found' })),
    );

    await world.play(...failingExecution());
    await world.wait(10);

    expect(world.topics.published).toHaveLength(1);
  });
});

describe('the structure of a pipeline', () => {
  it('is asked for once, and costs only itself when it cannot be had', async () => {
    const world = new World();
    world.codepipeline.stages = [];

    await world.play(...quietExecution());
    await world.wait(120);

    expect(world.codepipeline.queries).toHaveLength(1);
    expect(world.slack.parents[0]?.body['text']).toBe('web-shop succeeded');
  });

  it('is never asked of this account for a pipeline of another', async () => {
    const world = new World();

    await world.play(buildPipelineEvent({ envelope: { account: MEMBER } }));

    expect(world.codepipeline.queries).toEqual([]);
    expect(world.slack.parents).toHaveLength(1);
  });
});

describe('no secret', () => {
  it('is in any message, log line or parked reason', async () => {
    const world = new World();
    world.slack.fail(
      'chat.postMessage',
      { error: 'invalid_auth' },
      { error: 'invalid_auth' },
      { status: 500 },
    );

    await world.play(...recoveringExecution());
    await world.wait(600);

    const said = JSON.stringify([
      world.slack.messages,
      world.telemetry.lines.map(toText),
      world.queues.parked,
      world.topics.published,
    ]);
    expect(world.slack.tokens.some((token) => token.includes(BOT_TOKEN))).toBe(true);
    expect(said).not.toContain('canary');
    expect(said).toContain(PIPELINE);
  });
});

function keyOf({ body }: { readonly body: Readonly<Record<string, unknown>> }): string {
  return JSON.stringify(body['metadata']);
}

function toText({
  message,
  error,
  fields,
}: {
  readonly message: string;
  readonly error?: unknown;
  readonly fields: unknown;
}) {
  return [message, String(error), error instanceof Error ? String(error.cause) : '', fields];
}
