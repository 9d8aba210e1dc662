import { StopExecutionCommand } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Machines, startMachines } from './support.ts';

let machines: Machines;
const lines: string[] = [];

beforeAll(async () => {
  machines = await startMachines({ timeScale: 0.01, log: (line) => lines.push(line) });
});

afterAll(() => machines.stop());

describe('the events of an execution', () => {
  it('tell its start and its end as AWS does', async () => {
    const stateMachineArn = await machines.create({ Pass: { Type: 'Pass', End: true } });
    const executionArn = await machines.start(stateMachineArn, { a: 1 });
    const { startDate, stopDate } = await ended(executionArn);

    const running = {
      executionArn,
      stateMachineArn,
      name: executionArn.split(':').at(-1),
      status: 'RUNNING',
      startDate: startDate?.getTime(),
      stopDate: null,
      input: '{"a":1}',
      inputDetails: { included: true },
      output: null,
      outputDetails: null,
      error: null,
      cause: null,
    };
    const succeeded = {
      ...running,
      status: 'SUCCEEDED',
      stopDate: stopDate?.getTime(),
      output: '{"a":1}',
      outputDetails: { included: true },
    };
    const envelope = {
      version: '0',
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      'detail-type': 'Step Functions Execution Status Change',
      source: 'aws.states',
      account: '111122223333',
      time: expect.stringMatching(/^[0-9-]{10}T[0-9:]{8}Z$/),
      region: 'eu-west-1',
      resources: [executionArn],
    };
    expect(await events()).toEqual([
      { ...envelope, detail: expect.objectContaining(running) },
      { ...envelope, detail: expect.objectContaining(succeeded) },
    ]);
  });

  it.each([
    ['FAILED', { Type: 'Fail', Error: 'Mine', Cause: 'Because' }, {}, { error: 'Mine', cause: 'Because' }],
    [
      'TIMED_OUT',
      { Type: 'Wait', Seconds: 600, End: true },
      { TimeoutSeconds: 1 },
      { error: null, cause: null },
    ],
  ])('tell that it %s', async (status, state, more, failure) => {
    const executionArn = await machines.start(await machines.create({ State: state }, more));
    await ended(executionArn);

    expect(await events()).toMatchObject([
      { detail: { status: 'RUNNING' } },
      { detail: { executionArn, status, stopDate: expect.any(Number), output: null, ...failure } },
    ]);
    expect(lines.findLast((line) => line.startsWith('states: '))).toContain(status);
  });

  it('tell who stopped it, and why', async () => {
    const executionArn = await machines.start(
      await machines.create({ Wait: { Type: 'Wait', Seconds: 600, End: true } }),
    );
    await machines.client.send(new StopExecutionCommand({ executionArn, error: 'Enough', cause: 'Because' }));

    expect(await events()).toMatchObject([
      { detail: { status: 'RUNNING' } },
      { detail: { status: 'ABORTED', error: 'Enough', cause: 'Because' } },
    ]);
  });

  it('leave out what is too long', async () => {
    const executionArn = await machines.start(
      await machines.create({ Pass: { Type: 'Pass', Parameters: {}, End: true } }),
      'x'.repeat(254_000),
    );
    await ended(executionArn);

    expect(await events()).toMatchObject([
      { detail: { input: null, inputDetails: { included: false }, outputDetails: null } },
      {
        detail: {
          input: null,
          inputDetails: { included: false },
          output: '{}',
          outputDetails: { included: true },
        },
      },
    ]);
  });
});

async function ended(executionArn: string) {
  await machines.end(executionArn);
  return machines.describe(executionArn);
}

async function events(): Promise<readonly unknown[]> {
  return (await machines.received('Events')).map((body) => JSON.parse(body));
}
