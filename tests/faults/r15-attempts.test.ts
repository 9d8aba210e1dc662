import { describe, expect, it } from '@jest/globals';
import { buildPipelineEvent, buildStageEvent, type RawEvent } from '#tests/support/build-event.ts';
import {
  failedAction,
  failingExecution,
  quietExecution,
  recoveringExecution,
} from '#tests/support/scenes.ts';
import { FaultWorld } from './support/fault-world.ts';
import { measured } from './support/figures.ts';
import { seenIn } from './support/view.ts';

const RUNNING = quietExecution().slice(0, 6);
const RECOVERED = 'web-shop recovered: succeeded in attempt 2';

const ENDINGS: Readonly<Record<string, { readonly events: readonly RawEvent[]; readonly shows: string }>> = {
  'a stage retried': { events: recoveringExecution(), shows: RECOVERED },
  'a late failure of the attempt before': {
    events: [...recoveringExecution(), failedAction(70), buildPipelineEvent({ state: 'FAILED', after: 71 })],
    shows: RECOVERED,
  },
  'a retry that fails again': {
    events: [
      ...failingExecution(),
      buildPipelineEvent({ state: 'RESUMED', after: 200, attempt: 2 }),
      failedAction(220, { attempt: 2 }),
      buildStageEvent({ state: 'FAILED', after: 220, attempt: 2 }),
      buildPipelineEvent({ state: 'FAILED', after: 221, attempt: 2 }),
    ],
    shows: 'web-shop failed in Build, attempt 2',
  },
  'a rollback, which is an execution of its own': {
    events: [
      buildPipelineEvent({
        detail: {
          'execution-trigger': { 'trigger-type': 'AutomatedRollback' },
          'execution-type': 'ROLLBACK',
        },
      }),
      buildPipelineEvent({ state: 'SUCCEEDED', after: 20 }),
    ],
    shows: 'web-shop rolled back to an earlier execution',
  },
  'being stopped': {
    events: [
      ...RUNNING,
      buildPipelineEvent({ state: 'STOPPING', after: 12 }),
      buildPipelineEvent({ state: 'STOPPED', after: 13 }),
    ],
    shows: 'web-shop was stopped',
  },
  'being superseded': {
    events: [...RUNNING, buildPipelineEvent({ state: 'SUPERSEDED', after: 12 })],
    shows: 'web-shop was superseded by a newer execution',
  },
  'being canceled': {
    events: [...RUNNING, buildPipelineEvent({ state: 'CANCELED', after: 12 })],
    shows: 'web-shop was canceled: the pipeline was edited while it ran',
  },
  'an action that was abandoned': {
    events: [
      ...RUNNING,
      buildStageEvent({ state: 'ABANDONED', after: 12 }),
      buildPipelineEvent({ state: 'STOPPED', after: 13 }),
    ],
    shows: 'web-shop was stopped',
  },
  'a state that does not exist yet': {
    events: [...RUNNING, buildPipelineEvent({ state: 'HIBERNATING', after: 12 })],
    shows: 'web-shop is in state HIBERNATING',
  },
};

describe('R15 attempts and endings', () => {
  it.each(Object.entries(ENDINGS))(
    'shows %s on one card, in order and in reverse',
    async (_, { events, shows }) => {
      const seen = await Promise.all([play(events), play(events.toReversed())]);

      expect(seen.map((messages) => messages.map((text) => text.split('\n')[0]))).toEqual([[shows], [shows]]);
      measured('R15', shows.replace('web-shop ', ''));
    },
  );
});

async function play(events: readonly RawEvent[]): Promise<readonly string[]> {
  const world = new FaultWorld({ environments: 2 });
  for (const [index, event] of events.entries()) world.send(event, index * 2);
  await world.pass(events.length * 2);
  await world.drain();
  return seenIn(world.slack).map(({ text }) => text);
}
