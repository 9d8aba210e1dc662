import { describe, expect, it } from '@jest/globals';
import { createTasks } from '#shared/clients/tasks.ts';
import { UnavailableError } from '#shared/errors.ts';
import { FakeAwsJson, refusal } from '#tests/support/fake-aws-json.ts';

const ANSWER = { token: 'task', by: ['Ada Okafor'], reason: 'Looked at it', at: 1_772_614_800 };
const TOLD = { by: ['Ada Okafor'], reason: 'Looked at it', at: '2026-03-04T09:00:00.000Z' };

function tasksOver(...script: readonly unknown[]) {
  const client = new FakeAwsJson(...script);
  return { tasks: createTasks(client), calls: client.calls };
}

describe('tasks', () => {
  it('tells the state machine what was decided, by whom, why and when', async () => {
    const { tasks, calls } = tasksOver({});

    const taken = [
      await tasks.answer({ ...ANSWER, choice: 'approve' }),
      await tasks.answer({ ...ANSWER, choice: 'reject' }),
      await tasks.beat('task'),
    ];

    expect(taken).toEqual(['TAKEN', 'TAKEN', 'TAKEN']);
    expect(calls).toEqual([
      {
        operation: 'SendTaskSuccess',
        input: { taskToken: 'task', output: JSON.stringify({ decision: 'approved', ...TOLD }) },
      },
      {
        operation: 'SendTaskFailure',
        input: {
          taskToken: 'task',
          error: 'Rejected',
          cause: JSON.stringify({ decision: 'rejected', ...TOLD }),
        },
      },
      { operation: 'SendTaskHeartbeat', input: { taskToken: 'task' } },
    ]);
  });

  it.each(['TaskTimedOut', 'TaskDoesNotExist', 'InvalidToken'])(
    'takes %s for a task that is closed',
    async (name) => {
      const { tasks } = tasksOver(refusal(name));

      expect(await tasks.answer({ ...ANSWER, choice: 'approve' })).toBe('CLOSED');
      expect(await tasks.answer({ ...ANSWER, choice: 'reject' })).toBe('CLOSED');
      expect(await tasks.beat('task')).toBe('CLOSED');
    },
  );

  it.each([
    ['ThrottlingException', 400, 'rate_limited'],
    ['InternalFailure', 500, 'unavailable'],
    ['AccessDeniedException', 400, 'config'],
    ['InvalidOutput', 400, 'rejected'],
  ])('throws %s %s as %s', async (name, status, code) => {
    const { tasks } = tasksOver(refusal(name, status));

    await expect(tasks.answer({ ...ANSWER, choice: 'approve' })).rejects.toMatchObject({ code });
  });

  it('passes on that there was no answer', async () => {
    const { tasks } = tasksOver(new UnavailableError('SFN SendTaskSuccess: no answer', { ambiguous: true }));

    await expect(tasks.answer({ ...ANSWER, choice: 'approve' })).rejects.toMatchObject({
      code: 'unavailable',
    });
  });
});
