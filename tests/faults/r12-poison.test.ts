import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { buildPipelineEvent } from '#tests/support/build-event.ts';
import { FaultWorld } from './support/fault-world.ts';
import { measured } from './support/figures.ts';
import { HOSTILE, hostileEvent, POISON } from './support/poison.ts';
import { seenIn } from './support/view.ts';

const CHILD = fileURLToPath(new URL('./support/poison-child.ts', import.meta.url));
const MOST_MILLISECONDS = 200;
const MOST_MEGABYTES = 40;

interface Cost {
  readonly milliseconds: readonly number[];
  readonly extraMegabytes: number;
}

describe('R12 poison', () => {
  it.each(Object.keys(POISON))(
    'is put aside at once with its reason, and the other nine are done: %s',
    async (name) => {
      const world = new FaultWorld();
      const good = Array.from({ length: 9 }, (_, index) => buildPipelineEvent({ executionId: `e-${index}` }));

      for (const body of [POISON[name]?.() ?? '', ...good]) world.send(body);
      await world.pass(1);
      await world.drain();

      const told = seenIn(world.slack).filter(({ text }) => text === 'web-shop is running');
      expect(told).toHaveLength(9);
      // What is JSON and names no execution is shown as it is: somebody sent it for a reason.
      const kept = [...world.parked.map(({ reason }) => reason['code']), ...seenIn(world.slack).slice(9)];
      expect(kept).toHaveLength(1);
      expect(world.queues.ingest.isEmpty).toBe(true);
    },
  );

  it.each(Object.entries(HOSTILE))(
    'in a text is made safe and cut on whole characters: %s',
    async (_, text) => {
      const world = new FaultWorld();

      await world.play([hostileEvent(text)]);

      // The loopback Slack refuses what is too long or broken.
      expect(world.slack.calls.filter(({ ok }) => !ok)).toEqual([]);
      const [message] = seenIn(world.slack);
      const shown = JSON.stringify(message);
      expect(message?.text.isWellFormed()).toBe(true);
      expect(message?.text.length).toBeLessThanOrEqual(4000);
      expect(shown).not.toMatch(/\\u0000|\u202e|<!channel|<@U|\\ud[89a-f]/i);
      expect(shown).not.toMatch(/\u200d…/);
    },
  );

  it('costs a handler little time and memory', async () => {
    const { stdout } = await promisify(execFile)(process.execPath, ['--no-warnings', CHILD]);

    const { milliseconds, extraMegabytes }: Cost = JSON.parse(stdout);
    const slowest = Math.max(...milliseconds);
    expect(milliseconds).toHaveLength(Object.keys(POISON).length);
    expect(slowest).toBeLessThanOrEqual(MOST_MILLISECONDS);
    expect(extraMegabytes).toBeLessThanOrEqual(MOST_MEGABYTES);
    measured(
      'R12',
      `${milliseconds.length} kinds: at most ${slowest.toFixed(0)} ms of CPU and ${extraMegabytes.toFixed(0)} MB for a batch`,
    );
  }, 60_000);
});
