import { describe, expect, it } from '@jest/globals';
import { createStateMachines } from '#shared/clients/state-machines.ts';
import { FakeAwsJson, refusal } from '#tests/support/fake-aws-json.ts';

const MACHINE = 'arn:aws:states:eu-west-1:111122223333:stateMachine:smoke-test';
const EXECUTION = 'arn:aws:states:eu-west-1:111122223333:execution:smoke-test:one';
const START = { machine: MACHINE, name: 'one', input: '{}' };

describe('state machines', () => {
  it('are started with a name and an input', async () => {
    const service = new FakeAwsJson({ executionArn: EXECUTION });

    expect(await createStateMachines({ json: () => service }).start(START)).toBe(EXECUTION);
    expect(service.calls).toEqual([
      { operation: 'StartExecution', input: { stateMachineArn: MACHINE, name: 'one', input: '{}' } },
    ]);
  });

  it.each([MACHINE, `${MACHINE}:live`, `${MACHINE}:3`])(
    'have the same execution by the same name: %s',
    async (machine) => {
      const machines = createStateMachines({
        json: () => new FakeAwsJson(refusal('ExecutionAlreadyExists')),
      });

      expect(await machines.start({ ...START, machine })).toBe(EXECUTION);
    },
  );

  it('tell how an execution stands', async () => {
    const service = new FakeAwsJson(
      { status: 'RUNNING', name: 'one' },
      { status: 'SUCCEEDED', output: '{"a":1}' },
      { status: 'FAILED', error: 'Broken', cause: 'It broke' },
      refusal('ExecutionDoesNotExist'),
    );
    const machines = createStateMachines({ json: () => service });
    const nothing = { output: undefined, error: undefined, cause: undefined };

    expect(await machines.findRun(EXECUTION)).toEqual({ ...nothing, status: 'RUNNING' });
    expect(await machines.findRun(EXECUTION)).toEqual({ ...nothing, status: 'SUCCEEDED', output: '{"a":1}' });
    expect(await machines.findRun(EXECUTION)).toEqual({
      ...nothing,
      status: 'FAILED',
      error: 'Broken',
      cause: 'It broke',
    });
    expect(await machines.findRun(EXECUTION)).toBeUndefined();
  });

  it('are asked where they are', async () => {
    const regions: string[] = [];
    const json = (_: unknown, region: string) => {
      regions.push(region);
      return new FakeAwsJson({ executionArn: EXECUTION, status: 'RUNNING' });
    };

    await createStateMachines({ json }).start({
      ...START,
      machine: MACHINE.replace('eu-west-1', 'us-east-1'),
    });
    await createStateMachines({ json }).findRun(EXECUTION);

    expect(regions).toEqual(['us-east-1', 'eu-west-1']);
  });

  it.each([
    ['StateMachineDoesNotExist', 400, 'config'],
    ['InvalidArn', 400, 'config'],
    ['AccessDeniedException', 400, 'config'],
    ['ExecutionLimitExceeded', 400, 'rate_limited'],
    ['ThrottlingException', 400, 'rate_limited'],
    ['InvalidExecutionInput', 400, 'rejected'],
    ['InternalFailure', 500, 'unavailable'],
  ])('refuse with %s %s as %s', async (name, status, code) => {
    const machines = createStateMachines({ json: () => new FakeAwsJson(refusal(name, status)) });

    await expect(machines.start(START)).rejects.toMatchObject({ code });
    await expect(machines.findRun(EXECUTION)).rejects.toMatchObject({ code });
  });
});
