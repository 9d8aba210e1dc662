import { describe, expect, it } from '@jest/globals';
import { buildPipelineEvent, buildStageEvent } from '#tests/support/build-event.ts';
import {
  failedAction,
  failingExecution,
  quietExecution,
  recoveringExecution,
} from '#tests/support/scenes.ts';
import { World } from './support/world.ts';

describe('an execution in Slack', () => {
  it('is one message, posted once and edited once a stage', async () => {
    const world = new World();

    await world.play(...quietExecution());
    await world.wait(120);

    expect(world.slack.calls).toEqual(['chat.postMessage', 'chat.update', 'chat.update', 'chat.update']);
    expect(world.slack.messages).toHaveLength(1);
    expect(world.slack.parents[0]?.body['text']).toBe('web-shop succeeded');
    expect(blocksOf(world.slack.parents[0]?.body)).toContain(
      ':white_check_mark: Source   :white_check_mark: Build   :white_check_mark: Deploy',
    );
    expect(blocksOf(world.slack.parents[0]?.body)).toContain('Raise checkout timeout to 30s');
    expect(world.left).toBe(0);
  });

  it('shows the stages that wait once the structure is known', async () => {
    const world = new World();

    await world.play(...quietExecution().slice(0, 6));

    expect(world.codepipeline.queries).toEqual([{ region: 'eu-west-1', name: 'web-shop', version: 12 }]);
    expect(blocksOf(world.slack.parents[0]?.body)).toContain(
      ':white_check_mark: Source   :hourglass_flowing_sand: Build   :white_circle: Deploy',
    );
  });

  it('shows within a minute that it waits between two stages', async () => {
    const world = new World();

    await world.play(...quietExecution().slice(0, 5));
    await world.wait(60);

    expect(blocksOf(world.slack.parents[0]?.body)).toContain(
      ':white_check_mark: Source   :white_circle: Build',
    );
  });

  it('shows soon what comes late about a stage that was passed', async () => {
    const world = new World();
    const events = quietExecution();
    const commit = events.find(
      ({ detail }) => detail['action'] !== undefined && detail['state'] === 'SUCCEEDED',
    );

    await world.play(...events.slice(0, 6).filter((event) => event !== commit));
    expect(blocksOf(world.slack.parents[0]?.body)).not.toContain('Raise checkout timeout to 30s');
    await world.play(...(commit ? [commit] : []));
    await world.wait(10);

    expect(blocksOf(world.slack.parents[0]?.body)).toContain('Raise checkout timeout to 30s');
  });

  it('looks again at no destination when the next stage runs by then', async () => {
    const world = new World();

    await world.play(...quietExecution().slice(0, 6));
    const before = world.deliveries;
    await world.wait(60);

    expect(world.deliveries).toBe(before);
  });

  it('is not told a month later, but counted', async () => {
    const world = new World();
    await world.wait(31 * 86_400);

    await world.play(...quietExecution());

    expect(world.slack.calls).toEqual([]);
    expect(world.telemetry.counts.get('EventsTooOld')).toBe(quietExecution().length);
  });

  it('costs two more calls for a failure: the reply that the channel sees, and the edit', async () => {
    const world = new World();

    await world.play(...failingExecution());
    await world.wait(120);

    expect(world.slack.calls).toEqual(['chat.postMessage', 'chat.update', 'chat.postMessage', 'chat.update']);
    expect(world.slack.replies).toHaveLength(1);
    expect(world.slack.replies[0]?.body).toMatchObject({
      reply_broadcast: true,
      thread_ts: world.slack.parents[0]?.ts,
    });
    expect(world.slack.replies[0]?.body['text']).toContain(
      'web-shop failed in Build\nUnitTests: The build failed in phase BUILD: npm test',
    );
    expect(world.slack.parents[0]?.body['text']).toContain('web-shop failed in Build');
  });

  it('edits the reply when the reason comes after the alert', async () => {
    const world = new World();
    const [pipelineFailed, stageFailed] = [
      buildPipelineEvent({ state: 'FAILED', after: 71 }),
      buildStageEvent({ state: 'FAILED', after: 70 }),
    ];

    await world.play(pipelineFailed, stageFailed, failedAction(70));

    expect(world.slack.replies).toHaveLength(1);
    expect(world.slack.replies[0]?.body['text']).toContain('failed in Build\nUnitTests: The build failed');
    expect(world.slack.replies[0]?.edits).toBeGreaterThan(0);
  });

  it('says that it recovered, in the thread and in the channel', async () => {
    const world = new World();

    await world.play(...recoveringExecution());

    expect(world.slack.parents).toHaveLength(1);
    expect(world.slack.replies.map(({ body }) => String(body['text']).split('\n')[0])).toEqual([
      'web-shop failed in Build',
      'web-shop recovered: succeeded in attempt 2',
    ]);
    expect(world.slack.replies[1]?.body['reply_broadcast']).toBe(true);
    expect(world.slack.parents[0]?.body['text']).toBe('web-shop recovered: succeeded in attempt 2');
  });

  it('says nothing of a failure that was mended before it could be told', async () => {
    const world = new World();

    await world.play(...[...recoveringExecution()].reverse());

    expect(world.slack.parents).toHaveLength(1);
    expect(world.slack.replies).toHaveLength(0);
    expect(world.slack.parents[0]?.body['text']).toBe('web-shop recovered: succeeded in attempt 2');
  });

  it('tells a failure and then the recovery from it when both come to light at once', async () => {
    const world = new World();
    const [failed, resumed, succeeded] = [
      failedAction(70),
      buildPipelineEvent({ state: 'RESUMED', after: 100, attempt: 2 }),
      buildPipelineEvent({ state: 'SUCCEEDED', after: 130, attempt: 2 }),
    ];
    world.clock.time += 130;

    await world.receive(...[succeeded, resumed, failed].map((event) => JSON.stringify(event)));
    await world.wait(10);

    expect(world.slack.replies.map(({ body }) => String(body['text']).split('\n')[0])).toEqual([
      'web-shop failed in Build',
      'web-shop recovered: succeeded in attempt 2',
    ]);
  });

  it('is not told when all its events are older than a month', async () => {
    const world = new World();
    world.clock.time += 31 * 86_400;

    await world.play(...quietExecution());

    expect(world.slack.calls).toEqual([]);
    expect(world.left).toBe(0);
  });
});

describe('an execution by mail', () => {
  it('is told of a failure once, with its reason', async () => {
    const world = new World();

    await world.play(...failingExecution());
    await world.wait(120);

    expect(world.topics.published).toHaveLength(1);
    expect(world.topics.published[0]?.Subject).toBe('web-shop failed in Build');
    expect(JSON.parse(world.topics.published[0]?.Message ?? '{}').email).toContain(
      'UnitTests (AWS CodeBuild): The build failed in phase BUILD: npm test',
    );
    expect(world.topics.published[0]?.MessageAttributes['status']).toEqual({
      DataType: 'String',
      StringValue: 'failed',
    });
  });

  it('waits for the reason of a failure, and then for no longer than ten seconds', async () => {
    const world = new World();
    await world.play(buildPipelineEvent({ state: 'FAILED', after: 71 }));

    const atOnce = world.topics.published.length;
    await world.wait(9);
    const afterNine = world.topics.published.length;
    await world.wait(1);

    expect([atOnce, afterNine, world.topics.published.length]).toEqual([0, 0, 1]);
  });

  it('is told of the recovery, and not of the success beside it', async () => {
    const world = new World();

    await world.play(...recoveringExecution());

    expect(world.topics.published.map(({ Subject }) => Subject)).toEqual([
      'web-shop failed in Build',
      'web-shop recovered: succeeded in attempt 2',
    ]);
  });
});

describe('an execution in the archive', () => {
  it('leaves one snapshot, replaced when a retry changes the end', async () => {
    const world = new World();

    await world.play(...recoveringExecution());

    const keys = new Set(world.objects.objects.map(({ key }) => key));
    expect([...keys]).toEqual([
      'snapshots/account=111122223333/region=eu-west-1/pipeline=web-shop/year=2026/month=03/day=04/7a8e7924-7efa-442e-beaa-961a80e42bf2.json',
    ]);
    expect(JSON.parse(String(world.objects.objects.at(-1)?.body))).toMatchObject({
      state: 'SUCCEEDED',
      attempt: 2,
      failures: [{ stage: 'Build' }],
    });
  });
});

function blocksOf(body: Readonly<Record<string, unknown>> | undefined): string {
  return JSON.stringify(body?.['blocks']);
}
