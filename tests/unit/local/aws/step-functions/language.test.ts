import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Machines, startMachines } from './support.ts';

const WORKER = 'arn:aws:lambda:eu-west-1:111122223333:function:test-worker';

/** A second of a machine is a hundredth of one here. */
const TIME_SCALE = 0.01;

const HOUR_SECONDS = 3600;

let machines: Machines;

beforeAll(async () => {
  machines = await startMachines({ timeScale: TIME_SCALE });
});

afterAll(() => machines.stop());

describe('the states language', () => {
  it('tries a task again by the name of its error', async () => {
    const Retry = [
      { ErrorEquals: ['OtherError'], MaxAttempts: 0 },
      { ErrorEquals: ['InvalidInputError'], IntervalSeconds: 1, MaxAttempts: 2, BackoffRate: 1 },
    ];
    const work = (times: number) => {
      const Parameters = { key: `retried ${times} times`, does: 'throw', times };
      return machines.runTask({ Resource: WORKER, Parameters, Retry });
    };

    expect(await work(2)).toMatchObject({ status: 'SUCCEEDED', output: { count: 3 } });
    expect(await work(3)).toMatchObject({ status: 'FAILED', error: 'InvalidInputError' });
  });

  it('catches an error by its name, beside the input', async () => {
    const Catch = [
      { ErrorEquals: ['OtherError'], Next: 'Other' },
      { ErrorEquals: ['InvalidInputError'], Next: 'Invalid', ResultPath: '$.failure' },
    ];
    const Parameters = { does: 'throw' };

    const end = await machines.run(
      {
        Task: { Type: 'Task', Resource: WORKER, Parameters, Catch, End: true },
        Other: { Type: 'Fail', Error: 'Wrong' },
        Invalid: { Type: 'Pass', End: true },
      },
      { who: 'Ada' },
    );

    expect(end.output).toEqual({
      who: 'Ada',
      failure: { Error: 'InvalidInputError', Cause: expect.stringContaining('"errorMessage":"asked to"') },
    });
  });

  it.each([
    [{ decision: 'retry' }, 'Retried'],
    [{ decision: 'leave' }, 'Left'],
    [{}, 'Nothing'],
    [{ decision: 'sing' }, 'Unknown'],
  ])('chooses by %j', async (input, output) => {
    const Variable = '$.decision';
    const pass = { Type: 'Pass', End: true };

    const end = await machines.run(
      {
        Decide: {
          Type: 'Choice',
          Choices: [
            { Variable, IsPresent: false, Next: 'Nothing' },
            {
              And: [
                { Variable, IsNull: false },
                { Not: { Variable, StringEquals: 'leave' } },
                { Or: [{ Variable, StringMatches: 're*' }] },
              ],
              Next: 'Retried',
            },
            { Variable, StringEquals: 'leave', Next: 'Left' },
          ],
          Default: 'Unknown',
        },
        Nothing: { ...pass, Result: 'Nothing' },
        Retried: { ...pass, Result: 'Retried' },
        Left: { ...pass, Result: 'Left' },
        Unknown: { ...pass, Result: 'Unknown' },
      },
      input,
    );

    expect(end).toEqual({ status: 'SUCCEEDED', output });
  });

  it('maps a list, with tasks and waits inside', async () => {
    const ItemProcessor = {
      StartAt: 'Pause',
      States: {
        Pause: { Type: 'Wait', Seconds: 1, Next: 'Work' },
        Work: { Type: 'Task', Resource: WORKER, OutputPath: '$.event', End: true },
      },
    };

    const end = await machines.run(
      { Each: { Type: 'Map', ItemsPath: '$.items', ItemProcessor, End: true } },
      { items: [{ n: 1 }, { n: 2 }] },
    );

    expect(end.output).toEqual([{ n: 1 }, { n: 2 }]);
  });

  it('goes its branches side by side, and fails with the first that does', async () => {
    const Branches = [
      { StartAt: 'Long', States: { Long: { Type: 'Wait', Seconds: 100 * HOUR_SECONDS, End: true } } },
      { StartAt: 'Short', States: { Short: { Type: 'Fail', Error: 'Over', Cause: 'Because' } } },
    ];
    const Catch = [{ ErrorEquals: ['Over'], Next: 'Caught' }];

    const end = await machines.run({
      Both: { Type: 'Parallel', Branches, Catch, End: true },
      Caught: { Type: 'Pass', End: true },
    });

    expect(end.output).toEqual({ Error: 'Over', Cause: 'Because' });
  });

  it.each([
    { Seconds: 1 },
    { Seconds: 0 },
    { SecondsPath: '$.seconds' },
    { Timestamp: '2020-01-01T00:00:00Z' },
    { TimestampPath: '$.until' },
  ])('waits as told by %j and passes on its input', async (time) => {
    const input = { seconds: 1, until: new Date(Date.now() + 1000).toISOString() };

    const end = await machines.run(
      { Wait: { Type: 'Wait', ...time, OutputPath: '$.seconds', End: true } },
      input,
    );

    expect(end).toEqual({ status: 'SUCCEEDED', output: 1 });
  });

  it.each([
    [{ SecondsPath: '$.absent' }, "Path expression '$.absent' does not point to a value"],
    [{ TimestampPath: '$.until' }, 'ISO datetime'],
  ])('cannot wait by %j', async (time, reason) => {
    const end = await machines.run({ Wait: { Type: 'Wait', ...time, End: true } }, { until: 'soon' });

    expect(end).toEqual({
      status: 'FAILED',
      error: 'States.Runtime',
      cause: expect.stringContaining(reason),
    });
  });

  it('is out of time as a whole', async () => {
    const arn = await machines.create(
      { Wait: { Type: 'Wait', Seconds: HOUR_SECONDS, End: true } },
      { TimeoutSeconds: 2 },
    );

    expect(await machines.end(await machines.start(arn))).toEqual({ status: 'TIMED_OUT' });
  });

  it.each([{ TimeoutSeconds: 60 * 24 * HOUR_SECONDS }, {}])(
    'lets a task take its time with %j',
    async (time) => {
      const end = await machines.runTask({ Resource: WORKER, Parameters: { key: 'long' }, ...time });

      expect(end).toMatchObject({ status: 'SUCCEEDED' });
    },
  );

  it('ends a task that takes too long', async () => {
    const end = await machines.runTask({ Resource: WORKER, Parameters: { does: 'hang' }, TimeoutSeconds: 5 });

    expect(end).toEqual({ status: 'FAILED', error: 'States.Timeout' });
  });

  it('knows who runs', async () => {
    const Parameters = {
      'machine.$': '$$.StateMachine.Name',
      'execution.$': '$$.Execution.Id',
      'name.$': '$$.Execution.Name',
      'input.$': '$$.Execution.Input.a',
    };
    const arn = await machines.create({ Pass: { Type: 'Pass', Parameters, End: true } });

    const execution = await machines.start(arn, { a: 1 });

    const [machine, name] = [arn.split(':').at(-1), execution.split(':').at(-1)];
    expect(await machines.end(execution)).toMatchObject({ output: { machine, execution, name, input: 1 } });
  });

  it('knows the state that it is in, at each try and in each branch', async () => {
    const since = new Date().toISOString();
    const where = { 'name.$': '$$.State.Name', 'time.$': '$$.State.EnteredTime' };
    const Retry = [{ ErrorEquals: ['InvalidInputError'], IntervalSeconds: 1 }];
    const Parameters = { ...where, key: 'where', does: 'throw', times: 1 };
    const task = { Type: 'Task', Resource: WORKER, Parameters, Retry, OutputPath: '$.event', End: true };
    const pass = { Type: 'Pass', Parameters: where, End: true };
    const Branches = [
      { StartAt: 'Task', States: { Task: task } },
      { StartAt: 'Pass', States: { Pass: pass } },
    ];

    const { output } = await machines.run({ Both: { Type: 'Parallel', Branches, End: true } });

    expect(output).toMatchObject([{ name: 'Task' }, { name: 'Pass' }]);
    const [{ time = '' } = {}] = output as { time?: string }[];
    expect(time >= since && time <= new Date().toISOString()).toBe(true);
  });

  it('puts a result in the place of everything', async () => {
    const end = await machines.runTask(
      { Resource: WORKER, ResultPath: '$', ResultSelector: { 'n.$': '$.event.n' } },
      { n: 7 },
    );

    expect(end.output).toEqual({ n: 7 });
  });

  it.each([
    [{ Type: 'Fail' }, {}],
    [{ Type: 'Fail', Error: 'Mine' }, { error: 'Mine' }],
    [
      { Type: 'Fail', ErrorPath: '$.e', CausePath: '$.c' },
      { error: 'From', cause: 'input' },
    ],
  ])('fails by %j', async (state, failure) => {
    expect(await machines.run({ Fail: state }, { e: 'From', c: 'input' })).toEqual({
      status: 'FAILED',
      ...failure,
    });
  });

  it.each([
    ['a path that leads nowhere', { 'a.$': '$.absent' }],
    ['a token where nothing waits', { 'a.$': '$$.Task.Token' }],
  ])('fails, and nothing catches it: %s', async (_what, Parameters) => {
    const Catch = [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }];

    const end = await machines.run({
      Task: { Type: 'Task', Resource: WORKER, Parameters, Catch, End: true },
      Caught: { Type: 'Succeed' },
    });

    expect(end).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
  });

  it('fails for a function that is not there', async () => {
    const Parameters = { 'a.$': 'States.Sing($)' };

    const end = await machines.run({ Pass: { Type: 'Pass', Parameters, End: true } });

    expect(end).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
  });
});
