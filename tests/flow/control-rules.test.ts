import { describe, expect, it } from '@jest/globals';
import { ACCOUNT, EXECUTION_ID, PIPELINE, REGION } from '#tests/support/build-event.ts';
import { ADA, BEN, GUEST, RELEASERS } from '#tests/support/fake-people.ts';
import { failingExecution } from '#tests/support/scenes.ts';
import { audit } from './support/approvals.ts';
import { createWorld, lastWhisper, press } from './support/controls.ts';
import { MEMBER } from './support/world.ts';

const RECORD = `execution/${ACCOUNT}/${REGION}/${PIPELINE}/${EXECUTION_ID}`;

describe('who may control a pipeline', () => {
  it.each([
    [
      'a stranger to the rule',
      { user: BEN },
      'You are not among those who may retry this pipeline from here.',
    ],
    ['a guest', { user: GUEST, team: 'T0ELSEWHERE' }, 'Only full members of the workspace'],
    [
      'a member of another workspace',
      { user: ADA, team: 'T0ELSEWHERE' },
      'Only full members of the workspace',
    ],
  ])('is not %s, who is told alone', async (_, asking, words) => {
    const world = createWorld();
    await world.play(...failingExecution());

    await world.ask(press(world, 'retry', asking));

    expect(world.control.done).toEqual([]);
    expect(lastWhisper(world)).toContain(words);
    expect(audit(world)).toMatchObject([
      { kind: 'refusal', wanted: 'retry', person: { user: asking.user }, pipeline: PIPELINE },
    ]);
    expect(world.telemetry.counts.get('ControlsRefused')).toBe(1);
  });

  it('is a member of a group', async () => {
    const world = createWorld(`groups: [${RELEASERS}]`);
    await world.play(...failingExecution());

    await world.ask(press(world, 'retry', { user: BEN }));

    expect(world.control.done).toHaveLength(1);
  });

  it('is nobody where no rule is for it, whatever button is pressed', async () => {
    const world = createWorld(`users: [${ADA}], actions: [silence]`);
    await world.play(...failingExecution());
    const { request, at, secret, channel, person } = press(world, 'silence');

    await world.ask({
      ...{ request, at, secret, channel, person },
      ...{ kind: 'control', action: 'stop', record: RECORD, reason: '' },
    });

    expect(world.control.done).toEqual([]);
    expect(lastWhisper(world)).toContain('No rule under "controls" in signalbox.yml allows anybody to stop');
  });

  it('is nobody here for a pipeline of another account', async () => {
    const world = createWorld();
    await world.play(...failingExecution().map((event) => ({ ...event, account: MEMBER })));
    const { request, at, secret, channel, person } = press(world, 'silence');
    const record = RECORD.replace(ACCOUNT, MEMBER);

    await world.ask({
      ...{ request, at, secret, channel, person },
      ...{ kind: 'control', action: 'retry', record, stage: 'Build', reason: '' },
    });

    expect(world.control.done).toEqual([]);
    expect(lastWhisper(world)).toContain(`web-shop is in the account ${MEMBER}`);
  });
});
