import { describe, expect, it } from '@jest/globals';
import { quietExecution } from '#tests/support/scenes.ts';
import { FaultWorld } from './support/fault-world.ts';
import { measured } from './support/figures.ts';
import { retarget } from './support/schedule.ts';
import { seenIn } from './support/view.ts';

const FOREVER_SECONDS = 1800;
const PAUSE_SECONDS = 300;
const EXECUTIONS = 10;
/** A token that is refused is fetched again once, for it may have been replaced. */
const TRIES = {
  channel_not_found: 1,
  is_archived: 1,
  not_in_channel: 1,
  missing_scope: 1,
  invalid_auth: 2,
  token_revoked: 2,
};

describe('R9 Slack refuses until a person acts', () => {
  it.each(Object.entries(TRIES))(
    'is asked at most once in five minutes while it says %s, and told all afterwards',
    async (error, tries) => {
      const world = new FaultWorld({ environments: 8 });
      world.slack.fail({ with: { error } });
      for (let index = 0; index < EXECUTIONS; index += 1)
        world.sendAll(
          quietExecution().map((event) =>
            retarget(event, { pipeline: `p-${index}`, executionId: `e-${index}`, startSeconds: index * 60 }),
          ),
        );

      await world.pass(FOREVER_SECONDS);
      const asked = world.slack.calls.map(({ at }) => at / 1000);
      world.slack.recover();
      await world.drain();

      expect(mostWithin(PAUSE_SECONDS, asked)).toBeLessThanOrEqual(tries);
      expect(asked.length).toBeGreaterThanOrEqual(FOREVER_SECONDS / PAUSE_SECONDS - 2);
      expect(world.telemetry.counts.get('DestinationsPaused')).toBe(asked.length / tries);
      expect(seenIn(world.slack).map(({ text }) => text)).toEqual(
        Array.from({ length: EXECUTIONS }, (_, index) => `p-${index} succeeded`),
      );
      expect(world.parked).toEqual([]);
      measured('R9', `${error}: at most ${mostWithin(PAUSE_SECONDS, asked)} calls in 5 min`);
    },
  );

  it('posts once more when the message is gone', async () => {
    const world = new FaultWorld();
    const events = quietExecution();
    await world.play(events.slice(0, 5));
    const [message] = world.slack.channels()[0]?.messages ?? [];
    world.slack.delete('pipelines', message?.ts ?? '');

    await world.play(events.slice(5));

    expect(seenIn(world.slack).map(({ text }) => text)).toEqual(['web-shop succeeded']);
    expect(world.slack.calls.filter(({ method }) => method === 'chat.postMessage')).toHaveLength(2);
  });

  it('says it in plain text when it does not take the blocks', async () => {
    const world = new FaultWorld();
    world.slack.fail({ method: 'chat.postMessage', times: 1, with: { error: 'invalid_blocks' } });

    await world.play(quietExecution().slice(0, 1));

    expect(seenIn(world.slack)).toEqual([{ text: 'web-shop is running', blocks: [], replies: [] }]);
  });

  it('keeps what it will not take, with the reason, until there is something else to say; others go on', async () => {
    const world = new FaultWorld();
    world.slack.fail({ method: 'chat.postMessage', times: 2, with: { error: 'msg_too_long' } });

    const [started] = quietExecution();
    if (started === undefined) throw new Error('the scene is empty');
    await world.play([
      started,
      retarget(started, { pipeline: 'next', executionId: 'next', startSeconds: 60 }),
    ]);

    expect(seenIn(world.slack).map(({ text }) => text)).toEqual(['next is running', 'web-shop is running']);
    expect(world.parked.map(({ reason }) => reason['code'])).toEqual(['rejected']);
    expect(world.slack.calls.filter(({ ok }) => !ok)).toHaveLength(2);
  });
});

/** The largest number of moments in any span of so many seconds. */
function mostWithin(seconds: number, moments: readonly number[]): number {
  return Math.max(...moments.map((from) => moments.filter((at) => at >= from && at < from + seconds).length));
}
