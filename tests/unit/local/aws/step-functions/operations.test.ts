import {
  DescribeExecutionCommand,
  DescribeStateMachineCommand,
  ListExecutionsCommand,
  type SFNClient,
  StartExecutionCommand,
  type StartExecutionCommandInput,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Machines, startMachines } from './support.ts';

const ACCOUNT = 'arn:aws:states:eu-west-1:111122223333';

let machines: Machines;
let client: SFNClient;
let passing: string;
let waiting: string;

beforeAll(async () => {
  machines = await startMachines();
  ({ client } = machines);
  passing = await machines.create({ Pass: { Type: 'Pass', End: true } });
  waiting = await machines.create({ Wait: { Type: 'Wait', Seconds: 600, End: true } });
});

afterAll(() => machines.stop());

describe('StartExecution', () => {
  it('starts an execution and tells when', async () => {
    const before = Date.now();

    const { executionArn, startDate } = await start({
      stateMachineArn: passing,
      name: 'first',
      input: '{"a":1}',
    });

    expect(executionArn).toBe(`${passing.replace(':stateMachine:', ':execution:')}:first`);
    expect(startDate?.getTime()).toBeGreaterThanOrEqual(before);
    expect(await machines.end(executionArn ?? '')).toEqual({ status: 'SUCCEEDED', output: { a: 1 } });
  });

  it('makes up a name and an input', async () => {
    const { executionArn = '' } = await start({ stateMachineArn: passing });

    expect(executionArn).toMatch(/:[0-9a-f-]{36}$/);
    expect(await machines.describe(executionArn)).toMatchObject({ input: '{}' });
  });

  it('takes a version or an alias at the end of the ARN', async () => {
    const { executionArn = '' } = await start({ stateMachineArn: `${passing}:live` });

    expect(await machines.describe(executionArn)).toMatchObject({ stateMachineArn: passing });
  });

  it('gives the same execution for the same name and input while it runs', async () => {
    const again = { stateMachineArn: waiting, name: 'same', input: '{"n":1}' };

    const first = await start(again);
    const second = await start(again);

    expect(second.executionArn).toBe(first.executionArn);
    expect(second.startDate).toEqual(first.startDate);
    await expect(start({ ...again, input: '{"n":2}' })).rejects.toMatchObject({
      name: 'ExecutionAlreadyExists',
      message: `Execution Already Exists: '${first.executionArn}'`,
    });
  });

  it('does not take the name of one that is over', async () => {
    const once = { stateMachineArn: passing, name: 'once' };
    const { executionArn = '' } = await start(once);
    await machines.end(executionArn);

    await expect(start(once)).rejects.toMatchObject({ name: 'ExecutionAlreadyExists' });
  });

  it.each([
    ['a name with a space', { name: 'a b' }, 'InvalidName'],
    ['a name of 81 characters', { name: 'n'.repeat(81) }, 'InvalidName'],
    ['an input that is no JSON', { input: '{' }, 'InvalidExecutionInput'],
    ['an input of more than 256 KiB', { input: `"${'ü'.repeat(131_072)}"` }, 'InvalidExecutionInput'],
    ['another machine', { stateMachineArn: `${ACCOUNT}:stateMachine:other` }, 'StateMachineDoesNotExist'],
    ['something else than a machine', { stateMachineArn: 'arn:aws:sqs:x' }, 'InvalidArn'],
  ])('refuses %s', async (_what, wrong, name) => {
    await expect(start({ stateMachineArn: passing, ...wrong })).rejects.toMatchObject({ name });
  });

  it('takes a name of 80 characters and an input of 256 KiB', async () => {
    const input = `"${'x'.repeat(262_142)}"`;

    const { executionArn } = await start({ stateMachineArn: passing, name: 'n'.repeat(80), input });

    expect(await machines.end(executionArn ?? '')).toMatchObject({ status: 'SUCCEEDED' });
  });
});

describe('the other operations', () => {
  it('describe an execution', async () => {
    const executionArn = await machines.start(passing, { a: 1 });
    await machines.end(executionArn);

    const { $metadata, ...description } = await machines.describe(executionArn);

    expect(description).toEqual({
      executionArn,
      stateMachineArn: passing,
      name: executionArn.split(':').at(-1),
      status: 'SUCCEEDED',
      startDate: expect.any(Date),
      stopDate: expect.any(Date),
      input: '{"a":1}',
      inputDetails: { included: true },
      output: '{"a":1}',
      outputDetails: { included: true },
    });
  });

  it('stop an execution, with a reason, and leave one that is over as it is', async () => {
    const executionArn = await machines.start(waiting);
    const stop = (error: string) =>
      client.send(new StopExecutionCommand({ executionArn, error, cause: 'Why' }));

    const { stopDate } = await stop('Enough');
    const again = await stop('Again');

    expect(again.stopDate).toEqual(stopDate);
    expect(await machines.end(executionArn)).toEqual({ status: 'ABORTED', error: 'Enough', cause: 'Why' });
  });

  it('list the executions of a machine, newest first, by page and status', async () => {
    const stateMachineArn = await machines.create({ Wait: { Type: 'Wait', Seconds: 600, End: true } });
    for (const name of ['a', 'b', 'c']) await start({ stateMachineArn, name });
    const executionArn = stateMachineArn.replace(':stateMachine:', ':execution:');
    await client.send(new StopExecutionCommand({ executionArn: `${executionArn}:b` }));
    const list = async (more: object) => {
      const page = await client.send(new ListExecutionsCommand({ stateMachineArn, ...more }));
      return { names: page.executions?.map(({ name }) => name), nextToken: page.nextToken };
    };

    const first = await list({ maxResults: 2 });

    expect(first.names).toEqual(['c', 'b']);
    expect(await list({ maxResults: 2, nextToken: first.nextToken })).toEqual({ names: ['a'] });
    expect(await list({ statusFilter: 'RUNNING' })).toEqual({ names: ['c', 'a'] });
  });

  it('describe a machine', async () => {
    const found = await client.send(new DescribeStateMachineCommand({ stateMachineArn: `${passing}:1` }));

    expect(found).toMatchObject({
      stateMachineArn: passing,
      name: 'machine-1',
      status: 'ACTIVE',
      type: 'STANDARD',
    });
    expect(JSON.parse(found.definition ?? '')).toMatchObject({ StartAt: 'Pass' });
  });

  it.each([
    [`${ACCOUNT}:execution:machine-1:never`, 'ExecutionDoesNotExist'],
    ['never', 'InvalidArn'],
  ])('know no execution %s', async (executionArn, name) => {
    const description = client.send(new DescribeExecutionCommand({ executionArn }));

    await expect(description).rejects.toMatchObject({ name });
  });

  it('are told apart by their target when nothing is signed, and named when they are missing', async () => {
    const headers = { 'x-amz-target': 'AWSStepFunctions.ListStateMachines' };

    const response = await fetch(machines.stack.aws.endpoint, { method: 'POST', headers, body: '{}' });

    expect(response.status).toBe(501);
    expect(await response.json()).toMatchObject({
      message: 'The embedded AWS has no states ListStateMachines',
    });
  });
});

function start(input: StartExecutionCommandInput) {
  return client.send(new StartExecutionCommand(input));
}
