import { describe, expect, it } from '@jest/globals';
import {
  buildActionEvent,
  buildPipelineEvent,
  buildStageEvent,
  type RawEvent,
} from '#tests/support/build-event.ts';
import type { FakeMessage } from '#tests/support/fake-slack.ts';
import { shufflings } from '#tests/support/history.ts';
import { fc } from '#tests/support/property.ts';
import { World } from './support/world.ts';

const HOUR = 3600;
const MINUTE = 60;

interface Ending {
  readonly at: number;
  /** Seconds that it takes. */
  readonly takes?: number;
  readonly stage?: string;
  readonly trigger?: string;
}

function begun(executionId: string, { at, trigger }: Ending): readonly RawEvent[] {
  const detail = { 'execution-trigger': { 'trigger-type': trigger ?? 'Webhook', 'trigger-detail': 'd' } };
  return [
    buildPipelineEvent({ executionId, after: at, detail }),
    buildStageEvent({ executionId, stage: 'Source', after: at }),
    buildStageEvent({ executionId, stage: 'Source', state: 'SUCCEEDED', after: at + 5 }),
  ];
}

function failing(executionId: string, ending: Ending): readonly RawEvent[] {
  const { at, takes = MINUTE, stage = 'Build' } = ending;
  const shared = { executionId, stage, state: 'FAILED', after: at + takes };
  return [
    ...begun(executionId, ending),
    buildActionEvent({ ...shared, action: 'Run' }),
    buildStageEvent(shared),
    buildPipelineEvent({ executionId, state: 'FAILED', after: at + takes }),
  ];
}

function ending(state: string, executionId: string, { at, takes = MINUTE, ...more }: Ending) {
  const end = buildPipelineEvent({ executionId, state, after: at + takes });
  return [...begun(executionId, { at, ...more }), end];
}

/** The part of a message that compares: `Still failing: 2 executions, for 1 h`. */
function comparisonIn({ body }: FakeMessage): string {
  const text = JSON.stringify(body['blocks']);
  return /(Still failing|Fixed): [^·"]*[^·" ]/.exec(text)?.[0] ?? '';
}

function of(messages: readonly FakeMessage[]): Readonly<Record<string, string>> {
  const entries = messages.map((message) => {
    const subject = /"subject":"[^"]*\/([^"/]+)"/.exec(JSON.stringify(message.body['metadata']))?.[1];
    return [subject ?? '', comparisonIn(message)] as const;
  });
  return Object.fromEntries(entries);
}

const THREE_FAILURES = [
  ...failing('a', { at: 0 }),
  ...failing('b', { at: HOUR }),
  ...failing('c', { at: 2 * HOUR }),
];
const SUCCESS = ending('SUCCEEDED', 'd', { at: 3 * HOUR, takes: 10 * MINUTE });
const REPLIES = {
  a: '',
  b: 'Still failing: 2 executions, for 1 h 1 min',
  c: 'Still failing: 3 executions, for 2 h 1 min',
};

describe('failures one after the other', () => {
  it('are told as going on, until one succeeds', async () => {
    const world = new World();

    await world.play(...THREE_FAILURES, ...SUCCESS);
    await world.wait(60);

    expect(of(world.slack.replies)).toEqual(REPLIES);
    expect(of(world.slack.parents)).toEqual({
      ...REPLIES,
      d: 'Fixed: after 3 failed executions, 3 h 10 min',
    });
    expect(world.left).toBe(0);
  });

  it('are told the same whatever the order in which their events come', async () => {
    const property = fc.asyncProperty(
      shufflings(THREE_FAILURES),
      shufflings(SUCCESS),
      async (failures, success) => {
        const world = new World();

        await world.play(...failures);
        await world.wait(10);
        await world.play(...success);

        expect(of(world.slack.replies)).toEqual(REPLIES);
        expect(of(world.slack.parents)['d']).toBe('Fixed: after 3 failed executions, 3 h 10 min');
      },
    );

    await fc.assert(property, { numRuns: 25 });
  });

  it('are told so by mail, in lines and in JSON', async () => {
    const world = new World();

    await world.play(...THREE_FAILURES, ...SUCCESS);

    const mails = world.topics.published.map(({ Message }) => JSON.parse(Message));
    expect(mails.at(-2).email).toContain('Still failing: 3 executions, for 2 h 1 min');
    expect(mails.at(-1).email).toContain('Fixed: after 3 failed executions, 3 h 10 min');
    const histories = mails.map(({ https }) => JSON.parse(https).execution.history);
    expect(histories.at(-2)).toEqual({ failedInARow: 3, since: '2026-03-04T09:15:00.000Z', isOpen: false });
    expect(histories.at(-1)).toEqual({ failedInARow: 3, since: '2026-03-04T09:15:00.000Z', isOpen: false });
  });

  it('are one where one was retried, whatever became of the retry', async () => {
    const world = new World();
    const again = { executionId: 'a', attempt: 2 };

    await world.play(
      ...failing('a', { at: 0 }),
      buildPipelineEvent({ ...again, state: 'RESUMED', after: 10 * MINUTE }),
      buildActionEvent({ ...again, state: 'FAILED', action: 'Run', after: 12 * MINUTE }),
      buildPipelineEvent({ ...again, state: 'FAILED', after: 12 * MINUTE }),
      ...failing('b', { at: HOUR }),
    );
    await world.wait(60);

    expect(of(world.slack.parents)).toEqual({ a: '', b: 'Still failing: 2 executions, for 1 h 1 min' });
  });

  it('end with a retry that succeeds', async () => {
    const world = new World();
    const again = { executionId: 'b', attempt: 2 };

    await world.play(
      ...failing('a', { at: 0 }),
      ...failing('b', { at: HOUR }),
      buildPipelineEvent({ ...again, state: 'RESUMED', after: HOUR + 10 * MINUTE }),
      buildPipelineEvent({ ...again, state: 'SUCCEEDED', after: 2 * HOUR }),
      ...failing('c', { at: 3 * HOUR }),
    );
    await world.wait(60);

    expect(of(world.slack.parents)).toEqual({ a: '', b: 'Fixed: after 1 failed execution, 2 h', c: '' });
    expect(world.slack.replies.map(comparisonIn)).toEqual([
      '',
      'Still failing: 2 executions, for 1 h 1 min',
      'Fixed: after 1 failed execution, 2 h',
      '',
    ]);
  });

  it.each(['SUPERSEDED', 'STOPPED', 'CANCELED'])('go on over one between them that was %s', async (state) => {
    const world = new World();

    await world.play(
      ...failing('a', { at: 0 }),
      ...ending(state, 'b', { at: HOUR }),
      ...failing('c', { at: 2 * HOUR }),
    );

    expect(of(world.slack.replies)).toEqual({ a: '', c: 'Still failing: 2 executions, for 2 h 1 min' });
    expect(of(world.slack.parents)['b']).toBe('');
  });

  it.each(['ManualRollback', 'AutomatedRollback'])('are neither told nor ended by a %s', async (trigger) => {
    const world = new World();

    await world.play(
      ...failing('a', { at: 0 }),
      ...ending('SUCCEEDED', 'b', { at: HOUR, trigger }),
      ...failing('c', { at: 2 * HOUR, trigger }),
      ...failing('d', { at: 3 * HOUR }),
    );

    expect(of(world.slack.replies)).toEqual({
      a: '',
      c: '',
      d: 'Still failing: 2 executions, for 3 h 1 min',
    });
    expect(of(world.slack.parents)['b']).toBe('');
  });

  it('count by the stage in which they were', async () => {
    const world = new World();

    await world.play(
      ...failing('a', { at: 0, stage: 'Deploy' }),
      ...failing('b', { at: HOUR, stage: 'Build' }),
      ...failing('c', { at: 2 * HOUR, stage: 'Deploy' }),
    );

    expect(of(world.slack.replies)).toEqual({
      a: '',
      b: '',
      c: 'Still failing: 2 executions, for 2 h 1 min',
    });
  });

  it('are counted though somebody silenced the pipeline in between', async () => {
    const world = new World();
    const rest = failing('b', { at: HOUR });
    await world.play(...failing('a', { at: 0 }), ...rest.slice(0, -3));

    const until = String(world.clock.time + 2 * MINUTE);
    const strings = { until, by: 'Ada', reason: 'known', at: '0' };
    await world.table.add('silence/111122223333/eu-west-1/web-shop', { strings });
    await world.play(...rest.slice(-3), ...failing('c', { at: 2 * HOUR }));

    expect(of(world.slack.replies)).toEqual({ a: '', c: REPLIES.c });
  });
});

describe('executions side by side', () => {
  it('are counted by their start, whichever ends first', async () => {
    const world = new World();
    const slow = failing('slow', { at: 0, takes: HOUR });
    const quick = failing('quick', { at: 10 * MINUTE });

    await world.play(...slow.slice(0, 3), ...quick);
    await world.wait(10);
    await world.play(...slow.slice(3), ...failing('next', { at: 2 * HOUR }));

    expect(of(world.slack.replies)).toEqual({ quick: '', slow: '', next: REPLIES.c });
  });

  it('leave what was said of one as it is when another that started later ends', async () => {
    const world = new World();
    const first = [...failing('a', { at: 0 }), ...failing('b', { at: HOUR })];
    await world.play(...first);
    await world.wait(60);
    const before = world.slack.replies.map(({ body, edits }) => [JSON.stringify(body), edits]);

    await world.play(...ending('SUCCEEDED', 'c', { at: 2 * HOUR }), ...failing('d', { at: 3 * HOUR }));
    await world.play(...first);
    await world.wait(60);

    const after = world.slack.replies.map(({ body, edits }) => [JSON.stringify(body), edits]);
    expect(after.slice(0, 2)).toEqual(before);
  });

  it('make the next look tell what an earlier one turned out to be', async () => {
    const world = new World();
    const slow = failing('slow', { at: 0, takes: HOUR });
    const quick = failing('quick', { at: 10 * MINUTE });
    await world.play(...slow.slice(0, 3), ...quick);
    await world.wait(10);
    await world.play(...slow.slice(3));
    expect(of(world.slack.replies)['quick']).toBe('');

    await world.play(...quick);
    await world.wait(10);

    expect(of(world.slack.replies)['quick']).toBe('Still failing: 2 executions, for 11 min');
  });
});

describe('the time that an execution takes', () => {
  const usual = [0, 1, 2].flatMap((hour) =>
    ending('SUCCEEDED', `usual-${hour}`, { at: hour * HOUR, takes: 3 * MINUTE }),
  );

  it.each([
    [252, 'Duration: 4 min 12 s (usually 3 min)'],
    [190, 'Duration: 3 min 10 s  '],
  ])('is compared with the last ones: %d seconds', async (takes, text) => {
    const world = new World();

    await world.play(...usual, ...ending('SUCCEEDED', 'new', { at: 9 * HOUR, takes }));

    expect(JSON.stringify(world.slack.parents.at(-1)?.body['blocks'])).toContain(text);
  });

  it('is usual only when there were enough', async () => {
    const world = new World();

    await world.play(...usual, ...ending('SUCCEEDED', 'new', { at: 9 * HOUR, takes: HOUR }));

    const snapshots = world.objects.objects.map(({ body }) => JSON.parse(String(body)).history);
    expect(snapshots).toEqual([
      { failedInARow: 0, since: '2026-03-04T09:15:00.000Z', isOpen: false },
      { failedInARow: 0, since: '2026-03-04T10:15:00.000Z', isOpen: false },
      { failedInARow: 0, since: '2026-03-04T11:15:00.000Z', isOpen: false },
      { failedInARow: 0, since: '2026-03-04T18:15:00.000Z', isOpen: false, usualSeconds: 180 },
    ]);
  });
});
