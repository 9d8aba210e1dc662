import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { StopExecutionCommand } from '@aws-sdk/client-sfn';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Machines, startMachines } from './support.ts';

const WORKER = 'arn:aws:lambda:eu-west-1:111122223333:function:test-worker';
const ASK = 'arn:aws:states:::sqs:sendMessage.waitForTaskToken';
const IMPATIENT = { timeoutMilliseconds: 100 };

let machines: Machines;
let lines: string[];
let child: ChildProcess | undefined;

beforeEach(async () => {
  lines = [];
  machines = await startMachines({ log: (line) => lines.push(line) });
});

afterEach(async () => {
  child?.kill('SIGKILL');
  await machines.stop();
});

describe('idle', () => {
  it('does not wait for people or time', async () => {
    const Parameters = {
      QueueUrl: machines.stack.ref('Answers'),
      MessageBody: { 'token.$': '$$.Task.Token' },
    };
    const waits = [
      { Type: 'Wait', Seconds: 3600, End: true },
      { Type: 'Task', Resource: ASK, Parameters, End: true },
    ];
    for (const state of waits) await machines.start(await machines.create({ State: state }));

    await machines.stack.aws.idle();

    expect(await machines.received('Answers')).toHaveLength(1);
  });

  it('waits for a task at work, and for the next try of one that failed', async () => {
    const Parameters = { does: 'throw', times: 1 };
    const Retry = [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 1 }];
    const work = { Type: 'Task', Resource: WORKER, Parameters, Retry, End: true };
    const execution = await machines.start(await machines.create({ Work: work }));

    await machines.stack.aws.idle();

    expect(await machines.describe(execution)).toMatchObject({ status: 'SUCCEEDED' });
  });

  it('says that a machine is at work', async () => {
    const Resource = 'arn:aws:states:::aws-sdk:codepipeline:getPipeline';
    const answer = Promise.withResolvers<unknown>();
    machines.stack.aws.mount('codepipeline', () => answer.promise);
    const execution = await machines.start(
      await machines.create({ Get: { Type: 'Task', Resource, End: true } }),
    );

    await expect(machines.stack.aws.idle(IMPATIENT)).rejects.toThrow('1 run by state machines');

    answer.resolve({});
    expect(await machines.end(execution)).toEqual({ status: 'SUCCEEDED', output: {} });
  });

  it('does not wait for a task of an execution that is over', async () => {
    const Resource = 'arn:aws:states:::aws-sdk:codepipeline:getPipeline';
    const answer = Promise.withResolvers<unknown>();
    machines.stack.aws.mount('codepipeline', () => answer.promise);
    const executionArn = await machines.start(
      await machines.create({ Get: { Type: 'Task', Resource, End: true } }),
    );

    await machines.client.send(new StopExecutionCommand({ executionArn }));
    await machines.stack.aws.idle(IMPATIENT);

    answer.resolve({});
  });
});

describe('stop', () => {
  it('waits for no machine and leaves nothing that would keep a process alive', async () => {
    const script = fileURLToPath(new URL('./stop-under-way.ts', import.meta.url));
    child = spawn(process.execPath, [script], { stdio: 'inherit' });

    const [code] = await once(child, 'exit');

    expect(code).toBe(0);
  });

  it('tells nobody of the executions that it ends', async () => {
    await machines.start(await machines.create({ Wait: { Type: 'Wait', Seconds: 3600, End: true } }));

    await machines.stack.aws.stop();

    expect(lines.filter((line) => line.startsWith('states: '))).toEqual([]);
  });
});
