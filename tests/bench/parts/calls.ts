import { FaultWorld } from '#tests/faults/support/fault-world.ts';
import type { RawEvent } from '#tests/support/build-event.ts';
import { atMost, plain, type Section, show } from '../figure.ts';
import { execution, failedExecution, LARGE } from '../support/executions.ts';

const STAGES = Object.keys(LARGE).length;

/** How often Slack is called for one execution: the budget that binds first. */
export async function measureCalls(): Promise<Section> {
  const quiet = await slackCalls(execution(LARGE));
  const failing = await slackCalls(failedExecution(LARGE));
  return {
    title: 'Calls',
    about: `The real functions in virtual time, events at their own times, over a pipeline of ${STAGES} stages and 8 actions. The same in every run.`,
    figures: [
      atMost(`Slack calls of a quiet execution of ${STAGES} stages`, {
        value: quiet.calls,
        limit: 1 + STAGES,
        unit: '',
        digits: 0,
      }),
      atMost('Slack calls of one that fails in its second stage', {
        value: failing.calls,
        limit: 1 + 2 + 2,
        unit: '',
        digits: 0,
      }),
      plain('writes of `ingest` per event, batched as the events come', show(quiet.writes / quiet.events, 2)),
      plain('CodePipeline calls per execution, the first of a pipeline', String(quiet.codepipeline)),
    ],
  };
}

async function slackCalls(events: readonly RawEvent[]) {
  const world = new FaultWorld();
  await world.play(events);
  const writes = world.points.filter(
    ({ function: name, place }) => name === 'ingest' && place === 'after dynamodb add',
  );
  return {
    events: events.length,
    calls: world.slack.calls.length,
    writes: writes.length,
    codepipeline: world.done.get('codepipeline') ?? 0,
  };
}
