import { describe, expect, it } from '@jest/globals';
import { UnavailableError } from '#shared/errors.ts';
import { EXECUTION_ID } from '#tests/support/build-event.ts';
import { ADA } from '#tests/support/fake-people.ts';
import { FAILED_EXECUTION } from '#tests/support/fake-pipeline-control.ts';
import { audit } from './support/approvals.ts';
import { createWorld, lastWhisper, order } from './support/controls.ts';

describe('an order by the slash command', () => {
  it('retries the stage in which the newest failed execution failed', async () => {
    const world = createWorld();
    const running = { ...FAILED_EXECUTION, executionId: 'running', status: 'InProgress' };
    world.control.executions = [running, FAILED_EXECUTION, { ...FAILED_EXECUTION, executionId: 'older' }];

    await world.ask(order(world, 'retry', { reason: 'again' }));

    expect(world.control.done).toEqual([`retry Build of ${EXECUTION_ID}`]);
    expect(audit(world)).toMatchObject([
      { kind: 'control', wanted: 'retry', reason: 'again', stage: 'Build' },
    ]);
  });

  it('is about the same execution when it comes again', async () => {
    const world = createWorld();
    world.control.executions = [FAILED_EXECUTION, { ...FAILED_EXECUTION, executionId: 'older' }];
    world.control.failures.push({ lost: new UnavailableError('no answer', { ambiguous: true }) });
    const command = order(world, 'retry');

    await world.ask(command);
    await world.wait(10);
    await world.ask(command);

    expect(world.control.done).toEqual([`retry Build of ${EXECUTION_ID}`]);
    expect(lastWhisper(world)).toBe('Build of web-shop is being retried.');
  });

  it('stops the newest that runs, and nothing else when it comes again', async () => {
    const world = createWorld();
    const one = { ...FAILED_EXECUTION, status: 'InProgress' };
    world.control.executions = [{ ...one, executionId: 'new' }, one];
    const command = order(world, 'stop');

    await world.ask(command, command);

    expect(world.control.done).toEqual([expect.stringContaining('stop new: Stopped by Ada Okafor')]);
  });

  it('takes a stop whose answer was lost for done', async () => {
    const world = createWorld();
    world.control.executions = [{ ...FAILED_EXECUTION, status: 'InProgress' }];
    world.control.failures.push({ lost: new UnavailableError('no answer', { ambiguous: true }) });

    await world.ask(order(world, 'stop'));
    await world.wait(10);

    expect(world.control.done).toHaveLength(1);
    expect(lastWhisper(world)).toContain('web-shop is being stopped');
  });

  it.each([
    ['retry', 'No execution of web-shop has failed.'],
    ['stop', 'Nothing of web-shop runs.'],
  ] as const)('says when there is nothing to %s', async (action, words) => {
    const world = createWorld();
    world.control.executions = [{ ...FAILED_EXECUTION, status: 'Succeeded' }];

    await world.ask(order(world, action));

    expect(lastWhisper(world)).toBe(words);
  });

  it('says when there is no such pipeline', async () => {
    const world = createWorld();

    await world.ask(order(world, 'retry', { pipeline: 'web-shp' }));

    expect(lastWhisper(world)).toContain('There is no pipeline web-shp in eu-west-1.');
  });

  it('is refused by the rules as a button is', async () => {
    const world = createWorld(`users: [${ADA}], match: { stage: Deploy }`);

    await world.ask(order(world, 'retry'));

    expect(world.control.done).toEqual([]);
    expect(lastWhisper(world)).toContain('No rule under "controls"');
  });
});
