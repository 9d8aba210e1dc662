import { InvalidToken, type SFNClient, TaskDoesNotExist, TaskTimedOut } from '@aws-sdk/client-sfn';
import { describe, expect, it } from '@jest/globals';
import { createTasks } from '#shared/clients/tasks.ts';
import { FakeSdkClient, sdkError } from '#tests/support/fake-sdk-client.ts';

const ANSWER = { token: 'task', by: ['Ada Okafor'], reason: 'Looked at it', at: 1_772_614_800 };
const TOLD = { by: ['Ada Okafor'], reason: 'Looked at it', at: '2026-03-04T09:00:00.000Z' };
const GONE = { message: 'canary', $metadata: {} };

function tasksOver(...script: readonly unknown[]) {
  const client = new FakeSdkClient(...script);
  return { tasks: createTasks(client as unknown as SFNClient), calls: client.calls };
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
        command: 'SendTaskSuccessCommand',
        input: { taskToken: 'task', output: JSON.stringify({ decision: 'approved', ...TOLD }) },
      },
      {
        command: 'SendTaskFailureCommand',
        input: {
          taskToken: 'task',
          error: 'Rejected',
          cause: JSON.stringify({ decision: 'rejected', ...TOLD }),
        },
      },
      { command: 'SendTaskHeartbeatCommand', input: { taskToken: 'task' } },
    ]);
  });

  it.each([new TaskTimedOut(GONE), new TaskDoesNotExist(GONE), new InvalidToken(GONE)])(
    'takes %p for a task that is closed',
    async (refusal) => {
      const { tasks } = tasksOver(refusal);

      expect(await tasks.answer({ ...ANSWER, choice: 'approve' })).toBe('CLOSED');
      expect(await tasks.answer({ ...ANSWER, choice: 'reject' })).toBe('CLOSED');
      expect(await tasks.beat('task')).toBe('CLOSED');
    },
  );

  it.each([
    ['ThrottlingException', 400, 'rate_limited'],
    ['InternalFailure', 500, 'unavailable'],
    ['TimeoutError', undefined, 'unavailable'],
    ['AccessDeniedException', 400, 'config'],
    ['InvalidOutput', 400, 'rejected'],
  ])('throws %s as %s %s, without what the service said', async (name, status, code) => {
    const { tasks } = tasksOver(sdkError(name, status));

    const answered = tasks.answer({ ...ANSWER, choice: 'approve' });

    await expect(answered).rejects.toMatchObject({ code, message: expect.not.stringContaining('canary') });
  });
});
