import {
  SendTaskFailureCommand,
  SendTaskHeartbeatCommand,
  SendTaskSuccessCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Machines, startMachines } from './support.ts';

const ASK = 'arn:aws:states:::sqs:sendMessage.waitForTaskToken';
const INVOKE = 'arn:aws:states:::lambda:invoke.waitForTaskToken';

/** A second of a machine is a hundredth of one here. */
const TIME_SCALE = 0.01;

let machines: Machines;

beforeAll(async () => {
  machines = await startMachines({ timeScale: TIME_SCALE });
});

afterAll(() => machines.stop());

describe('a task that waits with a token', () => {
  it('gives what it is answered', async () => {
    const { execution, token } = await ask();

    await succeed(token, { decision: 'approved' });

    expect(await machines.end(execution)).toEqual({ status: 'SUCCEEDED', output: { decision: 'approved' } });
  });

  it('fails as it is answered', async () => {
    const { execution, token } = await ask();

    await machines.client.send(
      new SendTaskFailureCommand({ taskToken: token, error: 'Rejected', cause: '{"by":["Ada"]}' }),
    );

    expect(await machines.end(execution)).toEqual({
      status: 'FAILED',
      error: 'Rejected',
      cause: '{"by":["Ada"]}',
    });
  });

  it('is invoked with its token, and its own result does not count', async () => {
    const Parameters = { FunctionName: 'test-worker', Payload: { 'token.$': '$$.Task.Token', key: 'asks' } };
    const arn = await machines.create({ Ask: { Type: 'Task', Resource: INVOKE, Parameters, End: true } });

    const execution = await machines.start(arn);
    await machines.stack.aws.idle();

    expect(await machines.describe(execution)).toMatchObject({ status: 'RUNNING' });
  });

  it('fails at once when its function does', async () => {
    const Payload = { 'token.$': '$$.Task.Token', does: 'throw' };
    const Parameters = { FunctionName: 'test-worker', Payload };

    const end = await machines.runTask({ Resource: INVOKE, Parameters });

    expect(end).toMatchObject({ status: 'FAILED', error: 'InvalidInputError' });
  });

  it('has one token wherever it is named, and each try, branch and execution another', async () => {
    const branch = (name: string) => ({
      StartAt: name,
      States: { [name]: asking({}, { 'again.$': '$$.Task.Token' }) },
    });
    const arn = await machines.create({
      Both: { Type: 'Parallel', Branches: [branch('One'), branch('Two')], End: true },
    });
    const executions = [await machines.start(arn), await machines.start(arn)];

    const questions = (await machines.received('Answers')).map((body) => JSON.parse(body));
    for (const { token, execution } of questions) await succeed(token, execution);

    expect(questions.map(({ again }) => again)).toEqual(questions.map(({ token }) => token));
    expect(new Set(questions.map(({ token }) => token)).size).toBe(4);
    for (const execution of executions)
      expect(await machines.end(execution)).toMatchObject({ output: [execution, execution] });
  });

  it('asks again, with another token, when it is tried again', async () => {
    const Retry = [{ ErrorEquals: ['Later'], IntervalSeconds: 1, MaxAttempts: 1 }];
    const { execution, token } = await ask({ Retry });

    await machines.client.send(new SendTaskFailureCommand({ taskToken: token, error: 'Later' }));
    const [second = ''] = await machines.received('Answers');
    await succeed(JSON.parse(second).token, 2);

    expect(JSON.parse(second).token).not.toBe(token);
    expect(await machines.end(execution)).toEqual({ status: 'SUCCEEDED', output: 2 });
  });
});

describe('the time of a task that waits', () => {
  it('ends', async () => {
    const { execution, token } = await ask({ TimeoutSeconds: 10 });

    expect(await machines.end(execution)).toEqual({ status: 'FAILED', error: 'States.Timeout' });
    await expect(succeed(token, 1)).rejects.toMatchObject({ name: 'TaskTimedOut' });
  });

  it('ends without a heartbeat', async () => {
    const { execution } = await ask({ HeartbeatSeconds: 10, TimeoutSeconds: 100_000 });

    expect(await machines.end(execution)).toEqual({ status: 'FAILED', error: 'States.HeartbeatTimeout' });
  });

  it('comes from the input', async () => {
    const { execution } = await ask({ TimeoutSecondsPath: '$.patience' }, { patience: 5 });

    expect(await machines.end(execution)).toMatchObject({ error: 'States.Timeout' });
  });

  it.each([
    ['States.Timeout', { TimeoutSeconds: 5 }, 'Late'],
    ['States.Timeout', { HeartbeatSeconds: 5 }, 'Late'],
    ['States.HeartbeatTimeout', { HeartbeatSeconds: 5 }, 'Late'],
    ['States.TaskFailed', { TimeoutSeconds: 5 }, undefined],
    ['States.TaskFailed', { HeartbeatSeconds: 5 }, undefined],
  ])('is caught by %s with %j: %s', async (name, times, caught) => {
    const Catch = [{ ErrorEquals: [name], Next: 'Late', ResultPath: null }];
    const arn = await machines.create({
      Ask: asking({ ...times, Catch }),
      Late: { Type: 'Pass', Result: 'Late', End: true },
    });

    const { output } = await machines.end(await machines.start(arn));
    await machines.received('Answers');

    expect(output).toBe(caught);
  });
});

describe('an answer', () => {
  it('counts once', async () => {
    const { token } = await ask();
    await succeed(token, 1);

    await expect(succeed(token, 2)).rejects.toMatchObject({
      name: 'TaskTimedOut',
      message: "Task Timed Out: 'Provided task does not exist anymore'",
    });
    await expect(beat(token)).rejects.toMatchObject({ name: 'TaskTimedOut' });
  });

  it('comes too late when the execution was stopped', async () => {
    const { execution, token } = await ask();

    await machines.client.send(new StopExecutionCommand({ executionArn: execution }));

    await expect(succeed(token, 1)).rejects.toMatchObject({ name: 'TaskTimedOut' });
    expect(await machines.end(execution)).toEqual({ status: 'ABORTED' });
  });

  it.each([
    ['no token', 'x', 'InvalidToken'],
    ['a token of another life', `AQ${'a'.repeat(64)}`, 'TaskDoesNotExist'],
  ])('needs a task: %s', async (_what, token, name) => {
    await expect(succeed(token, 1)).rejects.toMatchObject({ name });
  });

  it('has to be JSON, and leaves the task open otherwise', async () => {
    const { execution, token } = await ask();

    const wrong = machines.client.send(new SendTaskSuccessCommand({ taskToken: token, output: '{' }));
    await expect(wrong).rejects.toMatchObject({ name: 'InvalidOutput' });
    await succeed(token, 'right');

    expect(await machines.end(execution)).toMatchObject({ output: 'right' });
  });
});

function asking(more: object = {}, body: object = {}) {
  const MessageBody = { 'token.$': '$$.Task.Token', 'execution.$': '$$.Execution.Id', ...body };
  const Parameters = { QueueUrl: machines.stack.ref('Answers'), MessageBody };
  return { Type: 'Task', Resource: ASK, Parameters, End: true, ...more };
}

/** Starts an execution that asks, and gives its token. */
async function ask(more: object = {}, input: object = {}) {
  const arn = await machines.create({ Ask: asking(more) });
  const execution = await machines.start(arn, input);
  const [body = '{}'] = await machines.received('Answers');
  const { token }: { token: string } = JSON.parse(body);
  return { execution, token };
}

function succeed(taskToken: string, output: unknown) {
  return machines.client.send(new SendTaskSuccessCommand({ taskToken, output: JSON.stringify(output) }));
}

function beat(taskToken: string) {
  return machines.client.send(new SendTaskHeartbeatCommand({ taskToken }));
}
