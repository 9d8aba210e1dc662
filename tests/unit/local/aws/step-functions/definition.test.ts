import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Machines, startMachines } from './support.ts';

const WORKER = 'arn:aws:lambda:eu-west-1:111122223333:function:test-worker';

let machines: Machines;

beforeAll(async () => {
  machines = await startMachines();
});

afterAll(() => machines.stop());

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
