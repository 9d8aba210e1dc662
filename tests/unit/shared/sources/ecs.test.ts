import { describe, expect, it } from '@jest/globals';
import { detailsOf, gistOf, noticeOf, readSample, sampleOf, withDetail } from '#tests/support/samples.ts';

describe('ECS', () => {
  it.each([
    ['ecs/awkward-old-service-arn', '[bad] storefront reports SERVICE_SOMETHING_NEW'],
    ['ecs/deployment-completed', '[good] storefront deployment ecs-svc/2052262494775212450 completed'],
    [
      'ecs/deployment-failed',
      '[bad] storefront deployment ecs-svc/5902302394644835190 failed: ECS deployment circuit breaker: tasks failed to start.',
    ],
    [
      'ecs/task-could-not-start',
      '[bad] import-orders could not start a task: CannotPullContainerError: pull image manifest has been retried 1 time(s)',
    ],
    ['ecs/task-failed', '[bad] import-orders had a task fail: Essential container in task exited'],
    ['ecs/task-placement-failed', '[bad] storefront finds no place for a task: RESOURCE:MEMORY'],
    ['ecs/task-start-impaired', '[bad] storefront cannot keep its tasks running'],
  ])('%s is told as %s', (name, gist) => {
    expect(gistOf(noticeOf(name))).toBe(gist);
  });

  it.each([
    ['ecs/deployment-in-progress', 'a deployment is at work'],
    ['ecs/steady-state', 'a service is well'],
    ['ecs/task-ended', 'a task is well'],
    ['ecs/task-of-service-failed', 'a task belongs to a service'],
    ['ecs/task-running', 'a task is well'],
  ])('%s is passed over: %s', (name, passedOver) => {
    expect(readSample(name)).toEqual({ passedOver });
  });

  it.each([
    ['ecs/deployment-failed', { eventName: 'service_deployment_failed' }],
    ['ecs/task-placement-failed', { eventType: 'error', eventName: 'service_task_placement_failure' }],
    ['ecs/task-failed', { lastStatus: 'stopped' }],
  ])('%s is told the same with %j', (name, small) => {
    expect(gistOf(noticeOf(withDetail(name, small)))).toBe(gistOf(noticeOf(name)));
  });

  it.each([
    ['SERVICE_DAEMON_PLACEMENT_CONSTRAINT_VIOLATED', 'breaks its own constraints'],
    ['ECS_OPERATION_THROTTLED', 'is throttled by ECS'],
    ['SERVICE_DISCOVERY_OPERATION_THROTTLED', 'is throttled by service discovery'],
  ])('that reports %s %s', (eventName, headline) => {
    const service = withDetail('ecs/task-placement-failed', { eventName, reason: null });

    expect(noticeOf(service).headline).toBe(headline);
  });

  it('tells of a task how it ended, and nothing of its environment', () => {
    expect(detailsOf(noticeOf('ecs/task-failed'))).toEqual([
      'Why: OutOfMemoryError: Container killed due to memory usage',
      'Container: main',
      'Exit code: 137',
      'Cluster: prod',
      expect.stringMatching(/^Task: [0-9a-f]{32}$/),
    ]);
  });

  it('names the container that has a reason, before one that only ended with it', () => {
    const containers = [
      { name: 'sidecar', exitCode: 143 },
      { name: 'main', exitCode: 1, reason: 'Error: bad config' },
    ];
    const task = withDetail('ecs/task-failed', { containers });

    expect(detailsOf(noticeOf(task)).slice(0, 3)).toEqual([
      'Why: Error: bad config',
      'Container: main',
      'Exit code: 1',
    ]);
  });

  it('tells of a container that could not start why, unless the task has said so', () => {
    const couldNotStart = (reason: string) =>
      detailsOf(
        noticeOf(withDetail('ecs/task-could-not-start', { containers: [{ name: 'main', reason }] })),
      ).slice(0, 2);

    expect(couldNotStart('no such image')).toEqual(['Why: no such image', 'Container: main']);
    expect(couldNotStart('CannotPullContainerError: pull image manifest has been retried')).toEqual([
      'Container: main',
      'Cluster: prod',
    ]);
  });

  it('takes the cluster from beside an older ARN', () => {
    const resources = ['arn:aws:ecs:eu-west-1:111122223333:task/e8fc48609fcb38aae5d3817d6ad4fe11'];
    const task = { ...sampleOf('ecs/task-failed'), resources };
    const service = noticeOf('ecs/awkward-old-service-arn');

    expect(noticeOf(task).link?.url).toBe(noticeOf('ecs/task-failed').link?.url);
    expect(detailsOf(service)).toEqual(['Cluster: prod']);
    expect(service.link?.url).toContain('/ecs/v2/clusters/prod/services/storefront?');
  });

  it('links a service only where its cluster is known', () => {
    expect(noticeOf('ecs/task-start-impaired').link?.url).toBe(
      'https://eu-west-1.console.aws.amazon.com/ecs/v2/clusters/prod/services/storefront?region=eu-west-1',
    );
    expect(noticeOf(withDetail('ecs/awkward-old-service-arn', { clusterArn: null })).link).toBeUndefined();
  });
});
