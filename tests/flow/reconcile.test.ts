import { describe, expect, it } from '@jest/globals';
import type { ActionRun } from '#shared/clients/execution-history.ts';
import { ConfigError, RateLimitedError } from '#shared/errors.ts';
import { START } from '#tests/support/build-event.ts';
import { failingExecution, quietExecution } from '#tests/support/scenes.ts';
import { World } from './support/world.ts';

const INTERVAL_SECONDS = 300;

describe('reconcile', () => {
  it.each(
    quietExecution().map((event, index) => [index, String(event['detail-type']), event.detail['state']]),
  )('shows the true end at most two sweeps later when event %i (%s %s) never came', async (index) => {
    const world = new World();
    world.history.status = 'Succeeded';
    world.history.runs = ['Source', 'Build', 'Deploy'].map((stage, place) =>
      run({ stage, startedAt: START + place * 10 }),
    );

    await world.play(...quietExecution().filter((_, place) => place !== index));
    await sweeps(world, 2);

    expect(world.slack.parents).toHaveLength(1);
    expect(world.slack.parents[0]?.body['text']).toBe('web-shop succeeded');
    expect(JSON.stringify(world.slack.parents[0]?.body['blocks'])).toContain(
      ':white_check_mark: Source   :white_check_mark: Build   :white_check_mark: Deploy',
    );
  });

  it('tells of a failure with its reason when nothing after the start of the build came', async () => {
    const world = new World();
    world.history.status = 'Failed';
    world.history.runs = [
      run({ stage: 'Source' }),
      run({
        stage: 'Build',
        action: 'UnitTests',
        status: 'Failed',
        summary: 'exit status 1',
        startedAt: START + 10,
        updatedAt: START + 70,
      }),
    ];

    await world.play(...failingExecution().slice(0, -3));
    await sweeps(world, 2);

    expect(world.slack.replies.map(({ body }) => body['text'])).toEqual([
      'web-shop failed in Build\nUnitTests: exit status 1',
    ]);
    expect(world.topics.published.map(({ Subject }) => Subject)).toEqual(['web-shop failed in Build']);
  });

  it('asks nothing when nothing is open', async () => {
    const world = new World();
    await world.play(...quietExecution());

    await sweeps(world, 3);

    expect(world.history.asked).toEqual([]);
  });

  it('asks more and more rarely after who waits long, but every hour', async () => {
    const world = new World();
    await world.play(...quietExecution().slice(0, 5));

    await sweeps(world, 12);
    const inTheFirstHour = world.history.asked.length;
    await sweeps(world, 24 * 12);

    expect(inTheFirstHour).toBeLessThanOrEqual(9);
    expect(world.history.asked.length - inTheFirstHour).toBeGreaterThanOrEqual(22);
    expect(world.history.asked.length - inTheFirstHour).toBeLessThanOrEqual(32);
  });

  it('closes an execution that CodePipeline does not know any more', async () => {
    const world = new World();
    world.history.status = undefined;
    await world.play(...quietExecution().slice(0, 5));

    await sweeps(world, 3);

    expect(world.history.asked).toHaveLength(1);
  });

  it.each([
    ['throttles', new RateLimitedError('throttled', { retryAfterSeconds: 1 })],
    ['denies', new ConfigError('denied')],
  ])('goes on with the next sweep when the API %s', async (_, error) => {
    const world = new World();
    world.history.error = error;
    await world.play(...quietExecution().slice(0, -1));
    await sweeps(world, 1);

    world.history.error = undefined;
    world.history.status = 'Succeeded';
    await sweeps(world, 1);

    expect(world.slack.parents[0]?.body['text']).toBe('web-shop succeeded');
  });

  it('stops in time and leaves the rest to the next sweep', async () => {
    const world = new World();
    await world.play(...quietExecution().slice(0, 5));
    await world.wait(INTERVAL_SECONDS);

    await world.sweep(5000);

    expect(world.history.asked).toEqual([]);
  });
});

async function sweeps(world: World, count: number): Promise<void> {
  for (let sweep = 0; sweep < count; sweep += 1) {
    await world.wait(INTERVAL_SECONDS);
    await world.sweep();
  }
}

function run(overrides: Partial<ActionRun>): ActionRun {
  return {
    stage: 'Build',
    action: `${overrides.stage ?? 'Build'}Action`,
    status: 'Succeeded',
    startedAt: START,
    updatedAt: START + 112,
    provider: 'Build/CodeBuild',
    summary: undefined,
    errorCode: undefined,
    externalId: undefined,
    url: undefined,
    ...overrides,
  };
}
