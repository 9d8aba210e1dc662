import { describe, expect, it } from '@jest/globals';
import type { Allowance, Budgets } from '#shared/store/budgets.ts';
import { buildPipelineEvent } from '#tests/support/build-event.ts';
import { failingExecution, quietExecution } from '#tests/support/scenes.ts';
import { World } from './support/world.ts';

const CONFIG = `
destinations:
  pipelines: { type: slack, channel: '#pipelines', secret: signalbox/slack }
routes:
  - { to: pipelines }
`;
/** A slot, and the grace for its last additions. */
const DIGEST_SECONDS = 45 + 3;
const LATER_SECONDS = 31 + 60;

describe('progress beyond what Slack takes', () => {
  it('is told in a digest, as it is when that is sent', async () => {
    const { world } = createWorld(['progress']);

    await world.play(...quietExecution().slice(0, 6));
    const before = world.slack.messages.length;
    await world.wait(DIGEST_SECONDS);

    expect(before).toBe(0);
    expect(world.slack.digests.map(({ body }) => body['text'])).toEqual([
      '1 execution in brief: more is going on than fits into messages of their own\nweb-shop is running',
    ]);
    expect(JSON.stringify(world.slack.digests[0]?.body['blocks'])).toMatch(
      /:hourglass_flowing_sand: <[^|]*\|web-shop> is running/,
    );
  });

  it('is told on as many pages as it needs, each execution once', async () => {
    const { world } = createWorld(['progress', 'edits']);
    const ids = Array.from({ length: 95 }, (_, index) => `execution-${index}`);

    for (const executionId of ids)
      await world.play(buildPipelineEvent({ executionId, state: 'STARTED', after: 1 }));
    await world.wait(DIGEST_SECONDS);

    const told = world.slack.digests.map(({ body }) => JSON.stringify(body['blocks']));
    expect(told).toHaveLength(3);
    expect(ids.filter((id) => told.filter((text) => text.includes(`/${id}/`)).length !== 1)).toEqual([]);
  });

  it('gets no message of its own after the digest told its end', async () => {
    const { world, budgets } = createWorld(['progress', 'edits']);
    await world.play(...quietExecution());
    await world.wait(DIGEST_SECONDS);

    budgets.refused.clear();
    await world.wait(600);

    expect(world.slack.parents).toEqual([]);
    expect(JSON.stringify(world.slack.digests.at(-1)?.body['blocks'])).toMatch(
      /:white_check_mark: <[^|]*\|web-shop> succeeded/,
    );
    expect(world.left).toBe(0);
  });

  it('gets a message of its own at the next stage when there is room again', async () => {
    const { world, budgets } = createWorld(['progress']);
    await world.play(...quietExecution().slice(0, 6));

    budgets.refused.clear();
    await world.play(...quietExecution().slice(6));

    expect(world.slack.parents.map(({ body }) => body['text'])).toEqual(['web-shop succeeded']);
  });

  it('holds up no failure, which has its message and its reply at once', async () => {
    const { world } = createWorld(['progress', 'edits']);

    await world.play(...failingExecution());

    expect(world.slack.parents).toHaveLength(1);
    expect(world.slack.replies).toHaveLength(1);
  });

  it('leaves a message that is there to be brought up to date later', async () => {
    const { world, budgets } = createWorld([]);
    await world.play(...quietExecution().slice(0, 2));
    budgets.refused.add('edits');
    await world.play(...quietExecution().slice(2));
    await world.wait(DIGEST_SECONDS);

    const meanwhile = [
      world.slack.parents[0]?.body['text'],
      JSON.stringify(world.slack.digests.at(-1)?.body['blocks']),
    ];
    budgets.refused.clear();
    await world.wait(LATER_SECONDS);

    expect(meanwhile).toEqual(['web-shop is running', expect.stringContaining('succeeded')]);
    expect(world.slack.parents.map(({ body }) => body['text'])).toEqual(['web-shop succeeded']);
  });
});

describe('news beyond what Slack takes', () => {
  it('waits for room and is not folded', async () => {
    const { world, budgets } = createWorld(['#pipelines posts']);
    await world.play(...failingExecution());
    const before = world.slack.messages.length;

    budgets.refused.clear();
    await world.wait(1);

    expect(before).toBe(0);
    expect(world.slack.replies).toHaveLength(1);
    expect(world.slack.digests).toEqual([]);
  });
});

/** Has room for everything but the scopes that a test names by a part of them. */
class FakeBudgets implements Budgets {
  readonly refused: Set<string>;

  constructor(refused: readonly string[]) {
    this.refused = new Set(refused);
  }

  async take({ scope }: Allowance): Promise<number> {
    return [...this.refused].some((part) => scope.includes(part)) ? 1 : 0;
  }
}

function createWorld(refused: readonly string[]) {
  const budgets = new FakeBudgets(refused);
  return { world: new World(CONFIG, budgets), budgets };
}
