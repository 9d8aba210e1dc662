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

    const end = await run(
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

    const end = await run(
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

    const end = await run(
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

    const end = await run({
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

    const end = await run({ Wait: { Type: 'Wait', ...time, OutputPath: '$.seconds', End: true } }, input);

    expect(end).toEqual({ status: 'SUCCEEDED', output: 1 });
  });

  it.each([
    [{ SecondsPath: '$.absent' }, "Path expression '$.absent' does not point to a value"],
    [{ TimestampPath: '$.until' }, 'ISO datetime'],
  ])('cannot wait by %j', async (time, reason) => {
    const end = await run({ Wait: { Type: 'Wait', ...time, End: true } }, { until: 'soon' });

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
    expect(await run({ Fail: state }, { e: 'From', c: 'input' })).toEqual({ status: 'FAILED', ...failure });
  });

  it.each([
    ['a path that leads nowhere', { 'a.$': '$.absent' }],
    ['a token where nothing waits', { 'a.$': '$$.Task.Token' }],
  ])('fails, and nothing catches it: %s', async (_what, Parameters) => {
    const Catch = [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }];

    const end = await run({
      Task: { Type: 'Task', Resource: WORKER, Parameters, Catch, End: true },
      Caught: { Type: 'Succeed' },
    });

    expect(end).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
  });
});

describe('a machine that cannot run here', () => {
  const task = { Type: 'Task', Resource: WORKER, End: true };

  it.each([
    ['a wrong definition', { Task: { ...task, Next: 'Absent' } }, 'Task'],
    [
      'JSONata',
      { Task: { ...task, QueryLanguage: 'JSONata', Arguments: {} } },
      'only JSONPath is known here',
    ],
    ['variables', { Task: { ...task, Assign: { a: 1 } } }, 'Assign of state Task is not known here'],
    [
      'a distributed map',
      {
        Each: {
          Type: 'Map',
          ItemReader: { Resource: 'arn:aws:states:::s3:getObject' },
          ItemProcessor: { StartAt: 'Task', States: { Task: task } },
          End: true,
        },
      },
      'ItemReader of state Each is not known here',
    ],
  ])('is refused: %s', async (_what, states, message) => {
    await expect(machines.create(states)).rejects.toMatchObject({
      code: 'InvalidDefinition',
      message: expect.stringContaining(message),
    });
  });

  it.each([null, 'not JSON', '{}', '7'])('is refused: %j', async (definition) => {
    const created = machines.stack.aws.createStateMachine({ name: 'wrong', definition });

    await expect(created).rejects.toMatchObject({ code: 'InvalidDefinition' });
  });

  it('is refused as a whole by its query language, its name or one of the same name', async () => {
    const definition = { StartAt: 'Task', States: { Task: task } };
    const create = (name: string, more = {}) =>
      machines.stack.aws.createStateMachine({ name, definition: { ...definition, ...more } });
    await create('there');

    await expect(create('a b')).rejects.toMatchObject({ code: 'InvalidName' });
    await expect(create('there')).rejects.toMatchObject({ code: 'StateMachineAlreadyExists' });
    await expect(create('other', { QueryLanguage: 'JSONata' })).rejects.toMatchObject({
      code: 'InvalidDefinition',
    });
  });
});

async function run(states: Readonly<Record<string, Record<string, unknown>>>, input: unknown = {}) {
  const arn = await machines.create(states);
  return machines.end(await machines.start(arn, input));
}
