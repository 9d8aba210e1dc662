import { describe, expect, it } from '@jest/globals';
import type { LoopbackCodePipeline } from '#local/codepipeline/index.ts';
import { createLoopbackCodePipeline } from '#local/codepipeline/index.ts';
import { approveAll, openApprovals } from '#tests/support/approve-all.ts';
import { PLACE } from './support.ts';

it('reports an event that was not taken, at once and at the end, and goes on', async () => {
  const reports: unknown[] = [];
  let calls = 0;
  const emit = async () => {
    calls += 1;
    if (calls === 1) throw new Error('The bus is down');
  };
  const service = createLoopbackCodePipeline({
    ...PLACE,
    emit,
    pace: 0,
    report: (error) => reports.push(error),
  });

  await service.runDemo('stopped');

  await expect(service.finished()).rejects.toMatchObject({
    errors: [expect.objectContaining({ cause: new Error('The bus is down') })],
  });
  expect(reports).toHaveLength(1);
  expect(calls).toBeGreaterThan(10);
});

it('tells a failure once', async () => {
  const emit = () => Promise.reject(new Error('The bus is down'));
  const service = createLoopbackCodePipeline({ ...PLACE, emit, pace: 0 });
  await service.runDemo('stopped');
  await expect(service.finished()).rejects.toThrow('The simulation went wrong');

  await expect(service.finished()).resolves.toBeUndefined();
});

it('hands over one event at a time', async () => {
  let inHand = 0;
  let most = 0;
  const emit = async () => {
    inHand += 1;
    most = Math.max(most, inHand);
    await new Promise(setImmediate);
    inHand -= 1;
  };
  const service = createLoopbackCodePipeline({ ...PLACE, emit, pace: 0 });

  await service.runDemo('two-at-once');
  await service.finished();

  expect(most).toBe(1);
});

it('cancels what is to come when it is stopped, in real time too', async () => {
  let events = 0;
  const emit = async () => {
    events += 1;
  };
  const service = createLoopbackCodePipeline({ ...PLACE, emit, pace: 1000 });
  await service.runDemo('succeeds');
  service.stop();
  const before = events;

  await service.finished();
  await service.handle('StartPipelineExecution', { name: 'web-storefront' });
  await service.finished();

  expect(events).toBe(before);
  expect(before).toBeLessThan(3);
});

it('runs on real time at any pace', async () => {
  const events: unknown[] = [];
  const emit = async (event: unknown) => {
    events.push(event);
  };
  const service = createLoopbackCodePipeline({ ...PLACE, emit, pace: 0.002 });

  await service.runDemo('retried');
  await service.finished();

  expect(service.pipelines().find(({ name }) => name === 'search-indexer')?.executions[0]).toMatchObject({
    state: 'SUCCEEDED',
    attempt: 2,
  });
  expect(events).toHaveLength(26);
});

it('calls subscribers after every change until they leave', async () => {
  const service = createLoopbackCodePipeline({ ...PLACE, emit: async () => undefined, pace: 0 });
  const seen: (string | undefined)[] = [];
  const leave = service.subscribe(() => {
    seen.push(service.pipelines()[0]?.executions[0]?.state);
  });
  await service.runDemo('succeeds');
  await service.finished();

  leave();
  await service.runDemo('succeeds');
  await service.finished();

  expect(seen[0]).toBe('STARTED');
  expect(seen.at(-1)).toBe('SUCCEEDED');
  expect(seen).toHaveLength(26);
});

describe('an approval', () => {
  it('is shown with what is asked, as long as it waits', async () => {
    const service = createLoopbackCodePipeline({ ...PLACE, emit: async () => undefined, pace: 0 });
    await service.runDemo('needs-approval');
    await service.finished();
    const open = approvalOf(service);

    await approveAll(service);

    expect(open).toMatchObject({
      state: 'STARTED',
      approval: {
        expiresAt: expect.any(Number),
        externalEntityLink: 'https://staging.example.com/orders',
        customData: expect.stringContaining('Check on staging'),
      },
    });
    expect(approvalOf(service)).toEqual({
      name: 'ReleaseManager',
      kind: 'Approval/Manual',
      state: 'SUCCEEDED',
    });
  });

  it('is decided in the AWS console, once', async () => {
    const service = createLoopbackCodePipeline({ ...PLACE, emit: async () => undefined, pace: 0 });
    await service.runDemo('needs-approval');
    await service.finished();
    const [approval] = openApprovals(service);
    if (!approval) throw new Error('Nothing is asked');

    await service.decide({ ...approval, result: 'Rejected' });

    await expect(service.decide(approval)).rejects.toMatchObject({
      name: 'ApprovalAlreadyCompletedException',
    });
    await service.finished();
    expect(approvalOf(service)?.state).toBe('FAILED');
  });

  it.each([
    ['pipeline', 'PipelineNotFoundException'],
    ['stage', 'StageNotFoundException'],
    ['action', 'InvalidApprovalTokenException'],
    ['executionId', 'PipelineExecutionNotFoundException'],
  ])('is not decided under another %s', async (member, name) => {
    const service = createLoopbackCodePipeline({ ...PLACE, emit: async () => undefined, pace: 0 });
    await service.runDemo('needs-approval');
    await service.finished();
    const [approval] = openApprovals(service);
    if (!approval) throw new Error('Nothing is asked');

    const decided = service.decide({ ...approval, [member]: 'other' });

    await expect(decided).rejects.toMatchObject({ name });
  });

  it('reports a topic that does not take its question, and asks all the same', async () => {
    const publish = () => Promise.reject(new Error('There is no such topic'));
    const service = createLoopbackCodePipeline({ ...PLACE, emit: async () => undefined, publish, pace: 0 });
    await service.runDemo('needs-approval');

    await expect(service.finished()).rejects.toMatchObject({
      errors: [
        expect.objectContaining({
          message: 'What was published to arn:aws:sns:eu-west-1:111122223333:approvals was not accepted',
        }),
      ],
    });
    expect(openApprovals(service)).toHaveLength(1);
  });
});

it('shows pipelines with the states of their stages, and who waits for which', async () => {
  const service = createLoopbackCodePipeline({ ...PLACE, emit: async () => undefined, pace: 0 });
  const waits: (string | undefined)[] = [];
  service.subscribe(() => {
    const mobile = service.pipelines().find(({ name }) => name === 'mobile-backend');
    waits.push(mobile?.executions[1]?.waitingFor);
  });

  const { executions } = await service.runDemo('superseded');
  await service.finished();

  const view = service.pipelines().find(({ name }) => name === 'mobile-backend');
  expect(waits).toContain('Deploy');
  expect(view).toMatchObject({
    mode: 'SUPERSEDED',
    stages: ['Source', 'Build', 'Deploy'].map((name) => ({
      name,
      state: 'SUCCEEDED',
      execution: executions[2],
    })),
    executions: [
      { id: executions[2], state: 'SUCCEEDED', commit: { author: 'Ana Carolina Silva' } },
      { id: executions[1], state: 'SUPERSEDED', stages: [{}, {}, { name: 'Deploy' }] },
      { id: executions[0], state: 'SUCCEEDED' },
    ],
  });
  expect(view?.executions[1]?.stages[2]).not.toHaveProperty('state');
});

function approvalOf(service: LoopbackCodePipeline) {
  const stages = service.pipelines().find(({ name }) => name === 'orders-api')?.executions[0]?.stages;
  return stages?.find(({ name }) => name === 'Approve')?.actions[0];
}
