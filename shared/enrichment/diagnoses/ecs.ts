import type { ActionConfiguration } from '../action-configuration.ts';
import type { Diagnostician, FailedAction } from '../diagnosis.ts';
import { type Deployment, findService, type Service, type ServicePlace } from '../ecs-service.ts';
import { findInFacts } from '../find-in-facts.ts';
import { ACTION_CONFIGURATION_NEED, arnsOf } from '../needs.ts';
import { sentences } from '../sentences.ts';
import { findStoppedTask } from '../stopped-task.ts';

const PLACE = /(?:\bclusters\/|:service\/)([\w-]+\/(?:services\/)?[\w-]+)/;
/** What a service says besides that tasks come and go. */
const TROUBLE = /unable|unhealthy|fail|error|insufficient/i;

/** Rolling updates of services, and what became of the tasks that they started. */
export const ecs: Diagnostician = {
  providers: ['Deploy/ECS'],
  needs: [
    {
      actions: ['ecs:DescribeServices'],
      resources: [arnsOf('ecs', 'service/*')],
      reason: 'which services pipelines deploy to is not known when we deploy',
    },
    {
      actions: ['ecs:DescribeTasks'],
      resources: [arnsOf('ecs', 'task/*')],
      reason: 'ECS names the tasks',
    },
    {
      // As others have seen: https://github.com/cdklabs/construct-hub/pull/1207
      actions: ['ecs:ListTasks'],
      resources: ['*'],
      reason:
        'ECS has a resource level for the tasks of one instance, and checks those of a service against none',
    },
    ACTION_CONFIGURATION_NEED,
  ],
  async diagnose(failed, { services, configurations }) {
    const configuration = await configurations.find(failed);
    const place = placeOf(failed, configuration);
    const service = place && (await findService(services, place));
    if (place === undefined || service === undefined) return undefined;
    const deployment = deploymentOf(service, failed);
    const since = configuration?.startedAt ?? deployment?.createdAt;
    if (since === undefined) return undefined;
    const task = await findStoppedTask(services, place, { deployment: deployment?.id, since });
    return {
      failedAt: task?.container === undefined ? `service ${place.service}` : `container ${task.container}`,
      why: sentences(task?.why, ...rolloutOf(deployment), eventOf(service, since)),
    };
  },
};

function placeOf(
  { region, facts }: FailedAction,
  configuration: ActionConfiguration | undefined,
): ServicePlace | undefined {
  const [cluster, service] = findInFacts(facts, PLACE)?.split(/\/(?:services\/)?/) ?? [
    configuration?.values.ClusterName,
    configuration?.values.ServiceName,
  ];
  return cluster === undefined || service === undefined ? undefined : { region, cluster, service };
}

/** The one that the event names, that which failed, or that which is to be; the one before it, to which ECS went back, has not failed. */
function deploymentOf({ deployments }: Service, { facts }: FailedAction): Deployment | undefined {
  return (
    deployments.find(({ id }) => id !== undefined && facts.externalId?.includes(id)) ??
    deployments.find(({ rolloutState }) => rolloutState === 'FAILED') ??
    deployments.find(({ status, rolloutState }) => status === 'PRIMARY' && rolloutState !== 'COMPLETED')
  );
}

function rolloutOf(deployment: Deployment | undefined): readonly (string | undefined)[] {
  const { rolloutStateReason, failedTasks = 0 } = deployment ?? {};
  return [
    rolloutStateReason,
    failedTasks > 0 ? `${failedTasks} ${failedTasks === 1 ? 'task' : 'tasks'} failed` : undefined,
  ];
}

/** The last since then. Events are told newest first. */
function eventOf({ events }: Service, since: number): string | undefined {
  const told = events.find(({ createdAt = 0, message }) => createdAt >= since && TROUBLE.test(message ?? ''));
  return told?.message?.replace(/^\(service [^)]*\)/, 'the service');
}
