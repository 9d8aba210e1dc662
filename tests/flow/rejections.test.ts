import { describe, expect, it } from '@jest/globals';
import {
  buildActionEvent,
  buildPipelineEvent,
  buildStageEvent,
  type RawEvent,
} from '#tests/support/build-event.ts';
import { World } from './support/world.ts';

const HOUR = 3600;
const TYPE = { owner: 'AWS', category: 'Approval', provider: 'Manual', version: '1' };

function rejected(executionId: string, at: number, errorCode = 'JobFailed'): readonly RawEvent[] {
  const shared = { executionId, stage: 'Approve', state: 'FAILED', after: at + 60 };
  const detail = { type: TYPE, 'execution-result': { 'error-code': errorCode } };
  return [
    buildPipelineEvent({ executionId, after: at }),
    buildActionEvent({ ...shared, action: 'Manager', detail }),
    buildStageEvent(shared),
    buildPipelineEvent({ executionId, state: 'FAILED', after: at + 60 }),
  ];
}

/** What a row of failures says, and what the success after it does. */
async function toldOf(...failures: readonly (readonly RawEvent[])[]): Promise<readonly string[]> {
  const world = new World();
  const at = failures.length * HOUR;
  await world.play(
    ...failures.flat(),
    buildPipelineEvent({ executionId: 'last', after: at }),
    buildPipelineEvent({ executionId: 'last', state: 'SUCCEEDED', after: at + 60 }),
  );
  await world.wait(60);
  const text = JSON.stringify(world.slack.parents.map(({ body }) => body['blocks']));
  return (text.match(/(?:Still failing|Fixed): [^,]*/g) ?? []).sort();
}

describe('executions that people rejected one after the other', () => {
  it('are no failure that goes on, and what they approve then is no mend', async () => {
    expect(await toldOf(rejected('a', 0), rejected('b', HOUR), rejected('c', 2 * HOUR))).toEqual([]);
  });

  it('are one where nobody could be asked', async () => {
    const broken = ['a', 'b'].map((id, index) => rejected(id, index * HOUR, 'PermissionError'));

    expect(await toldOf(...broken)).toEqual([
      'Fixed: after 2 failed executions',
      'Still failing: 2 executions',
    ]);
  });
});
