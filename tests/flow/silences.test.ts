import { describe, expect, it } from '@jest/globals';
import { buildPipelineEvent } from '#tests/support/build-event.ts';
import { ADA, BEN } from '#tests/support/fake-people.ts';
import { failedAction, failingExecution, recoveringExecution } from '#tests/support/scenes.ts';
import { audit, message, started } from './support/approvals.ts';
import { createWorld, lastWhisper, press, silence } from './support/controls.ts';
import { World } from './support/world.ts';

function repliesOf({ slack }: World): readonly string[] {
  return slack.replies.map(({ body }) => String(body['text']).split('\n')[0] ?? '');
}

describe('a silenced pipeline', () => {
  it('is told nothing new of, and its message goes on', async () => {
    const world = createWorld();
    await world.ask(silence(world));

    await world.play(...recoveringExecution());

    expect(repliesOf(world)).toEqual([]);
    expect(world.topics.published).toEqual([]);
    expect(world.slack.parents.map(({ body }) => body['text'])).toEqual([
      expect.stringContaining('recovered: succeeded in attempt 2'),
    ]);
    expect(world.telemetry.counts.get('MessagesSilenced')).toBeGreaterThan(3);
    expect(world.objects.objects.some(({ key }) => key.startsWith('snapshots/'))).toBe(true);
  });

  it('is told of again when the silence is over, but not of what was left unsaid', async () => {
    const world = createWorld();
    await world.ask(silence(world, { seconds: 300 }));
    await world.play(...failingExecution());

    await world.wait(400);
    await world.play(...recoveringExecution().slice(failingExecution().length));
    await world.wait(60);

    expect(repliesOf(world)).toEqual([]);
    expect(world.topics.published.map((one) => JSON.stringify(one))).toEqual([
      expect.stringContaining('is being retried'),
      expect.stringContaining('recovered'),
    ]);
  });

  it('tells the next failure after the silence', async () => {
    const world = createWorld();
    await world.ask(silence(world, { seconds: 300 }));
    await world.play(...failingExecution());

    await world.wait(700);
    await world.play(
      buildPipelineEvent({ state: 'RESUMED', after: 671, attempt: 2 }),
      failedAction(690, { attempt: 2 }),
      buildPipelineEvent({ state: 'FAILED', after: 691, attempt: 2 }),
    );

    expect(repliesOf(world)).toEqual([expect.stringContaining('failed in Build, attempt 2')]);
  });

  it('goes on editing what was told before', async () => {
    const world = createWorld();
    await world.play(...failingExecution());
    const before = repliesOf(world);

    await world.ask(press(world, 'silence', { reason: 'known' }));
    await world.play(...recoveringExecution().slice(failingExecution().length));

    expect(repliesOf(world)).toEqual(before);
    expect(world.slack.replies[0]?.edits).toBe(1);
  });

  it('is asked for its approvals all the same', async () => {
    const world = new World(`
destinations:
  pipelines: { type: slack, channel: '#pipelines', secret: signalbox/slack }
routes: [{ to: pipelines }]
approvals: [{ users: [${ADA}] }]
controls: [{ users: [${ADA}] }]
`);
    await world.ask(silence(world));

    await world.play(...started(), message());

    expect(repliesOf(world)).toEqual([expect.stringContaining('waits for approval')]);
  });

  it('leaves others alone', async () => {
    const world = createWorld();
    world.control.executions = [];
    await world.ask(silence(world));

    await world.play(...failingExecution().map((event) => ({ ...event, region: 'us-east-1' })));

    expect(repliesOf(world)).toHaveLength(1);
  });
});

describe('a silence', () => {
  it('is kept and told, until when', async () => {
    const world = createWorld();

    await world.ask(silence(world, { seconds: 7200, reason: 'we move' }));

    expect(lastWhisper(world)).toBe(
      'web-shop is silenced until 2026-03-04 11:15 UTC. Approvals are asked for all the same.',
    );
    expect(audit(world)).toMatchObject([
      { kind: 'silence', wanted: 'silence', pipeline: 'web-shop', person: { user: ADA }, reason: 'we move' },
    ]);
  });

  it('is ended by a shorter one, which no repeat of the longer undoes', async () => {
    const world = createWorld();
    const long = silence(world, { seconds: 86_400 });
    await world.ask(long);
    world.clock.time += 10;
    await world.ask(silence(world, { seconds: 1, reason: 'it is done' }));

    await world.ask(long);
    world.clock.time += 1;
    await world.play(...failingExecution());

    expect(repliesOf(world)).toHaveLength(1);
  });

  it.each([
    ['for longer than a week', { seconds: 7 * 86_400 + 1 }, '7 days at most'],
    ['without a reason', { reason: ' ' }, 'A reason is needed'],
    ['of a pipeline that is not there', { pipeline: 'web-shp' }, 'There is no pipeline web-shp'],
    ['by who may not', { user: BEN }, 'You are not among those who may silence'],
  ])('is refused %s', async (_, asking, words) => {
    const world = createWorld();

    await world.ask(silence(world, asking));
    await world.play(...failingExecution());

    expect(lastWhisper(world)).toContain(words);
    expect(repliesOf(world)).toHaveLength(1);
  });
});
