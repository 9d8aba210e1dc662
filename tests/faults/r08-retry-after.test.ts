import { describe, expect, it } from '@jest/globals';
import type { ChannelView } from '#local/slack/views.ts';
import { FaultWorld } from './support/fault-world.ts';
import { measured } from './support/figures.ts';
import { Random } from './support/random.ts';
import { buildSchedule, configFor } from './support/schedule.ts';

const CHANNELS = 5;
const SLOW = 'channel-2';
const WAIT_SECONDS = 30;
const MOST_LAG_SECONDS = 1;

describe('R8 one channel asks to wait', () => {
  it('leaves it alone until then, and holds up no other', async () => {
    const calm = await run();

    const limited = await run({
      method: 'chat.postMessage',
      channel: SLOW,
      times: 1,
      with: { status: 429, retryAfterSeconds: WAIT_SECONDS },
    });

    const [refused, ...later] = limited.calls
      .filter(({ channel }) => channel === SLOW)
      .slice(limited.firstRefusal);
    const wait = (Number(later[0]?.at) - Number(refused?.at)) / 1000;
    const lag = Math.max(
      ...[...limited.postedAt]
        .filter(([, { channel }]) => channel !== SLOW)
        .map(([text, { at }]) => Math.abs(at - Number(calm.postedAt.get(text)?.at))),
    );
    expect(refused?.error).toBe('ratelimited');
    expect(wait).toBeGreaterThanOrEqual(WAIT_SECONDS);
    expect(lag).toBeLessThanOrEqual(MOST_LAG_SECONDS);
    expect(limited.postedAt.size).toBe(calm.postedAt.size);
    measured(
      'R8',
      `0 calls for ${Math.floor(wait)} s, lag of the other ${CHANNELS - 1} channels at most ${lag.toFixed(1)} s`,
    );
  });
});

async function run(fault?: Parameters<FaultWorld['slack']['fail']>[0]) {
  const schedule = buildSchedule({ random: new Random(8), events: 700, spanSeconds: 20, channels: CHANNELS });
  const world = new FaultWorld({ config: configFor(CHANNELS), environments: 8 });
  if (fault !== undefined) world.slack.fail(fault);
  for (const { event, afterSeconds } of schedule.arrivals) world.send(event, afterSeconds);
  await world.pass(200);
  await world.drain();
  const names = new Map(
    world.slack.channels().flatMap(({ id, name }) => [
      [id, name],
      [`#${name}`, name],
    ]),
  );
  const calls = world.slack.calls.map((call) => ({
    ...call,
    channel: names.get(String(Object(call.body)['channel'])),
  }));
  const slow = calls.filter(({ channel }) => channel === SLOW);
  return {
    calls,
    firstRefusal: slow.findIndex(({ ok }) => !ok),
    postedAt: new Map(world.slack.channels().flatMap(toPosts)),
  };
}

function toPosts({ name, messages }: ChannelView) {
  return messages
    .filter(({ threadTs }) => threadTs === undefined)
    .map(({ ts, text }) => [text.split(' ')[0], { channel: name, at: Number(ts) }] as const);
}
