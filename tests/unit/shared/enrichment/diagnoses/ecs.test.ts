import { describe, expect, it } from '@jest/globals';
import type { Facts } from '#shared/domain/facts.ts';
import { ecs } from '#shared/enrichment/diagnoses/ecs.ts';
import {
  BEGAN,
  buildAsking,
  buildFailedAction,
  buildRun,
  knowsRuns,
} from '#tests/support/build-failed-action.ts';
import { FakeAwsJson, refusal } from '#tests/support/fake-aws-json.ts';
import { FakeAwsServices } from '#tests/support/fake-aws-services.ts';

const TASK = 'arn:aws:ecs:eu-west-1:111122223333:task/web/8f3c1d2e4b5a69788796a5b4c3d2e1f0';
const DEPLOYMENT = {
  id: 'ecs-svc/9223370530000000001',
  status: 'PRIMARY',
  rolloutState: 'FAILED',
  rolloutStateReason: 'ECS deployment circuit breaker: tasks failed to start.',
  failedTasks: 4,
  createdAt: BEGAN + 10,
};
const EVENTS = [
  { id: '3', createdAt: BEGAN + 300, message: '(service storefront) has started 1 tasks: (task 8f3c).' },
  {
    id: '2',
    createdAt: BEGAN + 200,
    message: '(service storefront) is unable to consistently start tasks successfully.',
  },
  { id: '1', createdAt: BEGAN - 10, message: '(service storefront) was unable to place a task.' },
];
const STOPPED = {
  taskArn: TASK,
  startedBy: DEPLOYMENT.id,
  stopCode: 'EssentialContainerExited',
  stoppedAt: BEGAN + 100,
  stoppedReason: 'Essential container in task exited',
  containers: [
    { name: 'sidecar', exitCode: 0 },
    { name: 'web', exitCode: 137, reason: 'OutOfMemoryError: Container killed due to memory usage' },
  ],
};

interface Situation {
  readonly deployments?: readonly unknown[];
  readonly tasks?: readonly unknown[];
  readonly facts?: Facts;
  readonly startTime?: number | undefined;
}

function situation({ deployments = [DEPLOYMENT], tasks = [STOPPED], facts = {}, ...run }: Situation = {}) {
  const client = new FakeAwsJson(
    { services: [{ serviceName: 'storefront', deployments, events: EVENTS }], failures: [] },
    { taskArns: tasks.map(() => TASK) },
    { tasks, failures: [] },
  );
  const services = new FakeAwsServices({
    ECS: client,
    CODEPIPELINE: knowsRuns(
      buildRun({ configuration: { ClusterName: 'web', ServiceName: 'storefront' }, overrides: run }),
    ),
  });
  const diagnose = () => ecs.diagnose(buildFailedAction({ facts }), buildAsking(services));
  return { client, services, diagnose };
}

describe('a rolling update of ECS', () => {
  it('tells why its tasks stopped, how it went, and what the service said of it', async () => {
    const { client, services, diagnose } = situation();

    expect(await diagnose()).toEqual({
      failedAt: 'container web',
      why:
        'Essential container in task exited. ' +
        'web: OutOfMemoryError: Container killed due to memory usage, exit code 137. ' +
        'ECS deployment circuit breaker: tasks failed to start. 4 tasks failed. ' +
        'the service is unable to consistently start tasks successfully',
    });
    expect(services.asked[0]).toBe('CODEPIPELINE eu-central-1');
    expect(new Set(services.asked.slice(1))).toEqual(new Set(['ECS eu-west-1']));
    expect(client.calls).toEqual([
      { operation: 'DescribeServices', input: { cluster: 'web', services: ['storefront'] } },
      {
        operation: 'ListTasks',
        input: { cluster: 'web', serviceName: 'storefront', desiredStatus: 'STOPPED', maxResults: 100 },
      },
      { operation: 'DescribeTasks', input: { cluster: 'web', tasks: [TASK] } },
    ]);
  });

  it.each([
    ['https://eu-west-1.console.aws.amazon.com/ecs/v2/clusters/shop/services/basket/events?region=eu-west-1'],
    ['https://console.aws.amazon.com/ecs/home?region=eu-west-1#/clusters/shop/services/basket/events'],
  ])('is of the service that the address %j names', async (url) => {
    const { client, diagnose } = situation({ facts: { url } });

    await diagnose();

    expect(client.calls[0]?.input).toEqual({ cluster: 'shop', services: ['basket'] });
  });

  it('is of the service that an ARN names', async () => {
    const externalId = 'arn:aws:ecs:eu-west-1:111122223333:service/shop/basket';
    const { client, diagnose } = situation({ facts: { externalId } });

    await diagnose();

    expect(client.calls[0]?.input).toEqual({ cluster: 'shop', services: ['basket'] });
  });

  const other = { ...DEPLOYMENT, id: 'ecs-svc/2', status: 'ACTIVE', rolloutStateReason: 'the other' };
  const running = { ...DEPLOYMENT, rolloutState: 'IN_PROGRESS', rolloutStateReason: 'the running' };
  const before = { ...DEPLOYMENT, rolloutState: 'COMPLETED', rolloutStateReason: 'the one before' };

  it.each([
    ['that the event names', [DEPLOYMENT, other], { externalId: 'ecs-svc/2' }, /^the other/],
    ['that failed', [running, other], {}, /^the other/],
    [
      'that is to be',
      [{ ...running, failedTasks: 1 }],
      {},
      /^the running\. 1 task failed\. the service is unable/,
    ],
    ['of none, when ECS is back at the one before', [before], {}, /^the service is unable/],
  ])('is the deployment %s', async (_, deployments, facts, why) => {
    expect((await situation({ deployments, tasks: [], facts }).diagnose())?.why).toMatch(why);
  });

  it.each([
    ['of another deployment', { startedBy: 'ecs-svc/0' }],
    ['from before', { stoppedAt: BEGAN - 1 }],
    [
      'that went for others to come',
      { stoppedReason: 'Scaling activity initiated by (deployment ecs-svc/1)' },
    ],
  ])('is not told of tasks %s', async (_, overrides) => {
    const { diagnose } = situation({ tasks: [{ ...STOPPED, ...overrides }] });

    expect(await diagnose()).toMatchObject({
      failedAt: 'service storefront',
      why: expect.stringMatching(/^ECS deployment circuit breaker/),
    });
  });

  it('is told of the last task, whatever their order', async () => {
    const last = {
      ...STOPPED,
      stoppedAt: BEGAN + 200,
      stoppedReason: 'CannotPullContainerError',
      containers: [],
    };

    for (const tasks of [
      [STOPPED, last],
      [last, STOPPED],
    ])
      expect(await situation({ tasks }).diagnose()).toMatchObject({
        failedAt: 'service storefront',
        why: expect.stringMatching(/^CannotPullContainerError\. ECS/),
      });
  });

  it('may lack anything', async () => {
    expect(await situation({ deployments: [{}], tasks: [{}] }).diagnose()).toEqual({
      failedAt: 'service storefront',
      why: 'the service is unable to consistently start tasks successfully',
    });
    expect(await situation({ deployments: [], startTime: undefined }).diagnose()).toBeUndefined();
  });

  it('began with its deployment where nobody tells when the action did', async () => {
    expect(await situation({ startTime: undefined }).diagnose()).toMatchObject({ failedAt: 'container web' });
  });

  it.each([
    ['an empty answer', {}],
    ['no such service', { services: [], failures: [{ reason: 'MISSING' }] }],
    ['no such cluster', refusal('ClusterNotFoundException')],
  ])('is not diagnosed after %s', async (_, answer) => {
    const services = new FakeAwsServices({
      ECS: new FakeAwsJson(answer),
      CODEPIPELINE: knowsRuns(buildRun({ configuration: { ClusterName: 'web', ServiceName: 'storefront' } })),
    });

    expect(await ecs.diagnose(buildFailedAction(), buildAsking(services))).toBeUndefined();
  });

  it('is not diagnosed where nobody names the service', async () => {
    const services = new FakeAwsServices({
      CODEPIPELINE: knowsRuns(buildRun({ configuration: { ClusterName: 'web' } })),
    });

    expect(await ecs.diagnose(buildFailedAction(), buildAsking(services))).toBeUndefined();
  });

  it.each([
    ['ThrottlingException', 400, 'rate_limited'],
    ['ServerException', 500, 'unavailable'],
    ['AccessDeniedException', 400, 'config'],
  ])('cannot be diagnosed after %s (HTTP %d): %s', async (name, status, code) => {
    const facts = { externalId: 'arn:aws:ecs:eu-west-1:111122223333:service/shop/basket' };
    const services = new FakeAwsServices({
      ECS: new FakeAwsJson(refusal(name, status)),
      CODEPIPELINE: knowsRuns(buildRun()),
    });

    await expect(ecs.diagnose(buildFailedAction({ facts }), buildAsking(services))).rejects.toMatchObject({
      code,
    });
  });
});
