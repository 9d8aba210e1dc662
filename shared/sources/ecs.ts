import type * as z from 'zod/mini';
import { resourceOf } from './ecs-resource.ts';
import { readTask } from './ecs-task.ts';
import { type Envelope, isOf, part, type Reading, type Source, Text, Word } from './source.ts';
import { because, type Outcome, path, toNotice } from './to-notice.ts';

const DEPLOYMENT = 'ECS Deployment State Change';
const SERVICE = 'ECS Service Action';
const TASK = 'ECS Task State Change';

const Detail = part({
  eventName: Word,
  eventType: Word,
  deploymentId: Text,
  clusterArn: Text,
  reason: Text,
});
type Detail = z.infer<typeof Detail>;

const DEPLOYMENTS: ReadonlyMap<string, Outcome> = new Map([
  ['SERVICE_DEPLOYMENT_COMPLETED', ['completed', 'good']],
  ['SERVICE_DEPLOYMENT_FAILED', ['failed', 'bad']],
]);
const TROUBLES: ReadonlyMap<string, string> = new Map([
  ['SERVICE_TASK_START_IMPAIRED', 'cannot keep its tasks running'],
  ['SERVICE_TASK_PLACEMENT_FAILURE', 'finds no place for a task'],
  ['SERVICE_TASK_CONFIGURATION_FAILURE', 'cannot start a task as it is configured'],
  ['SERVICE_DAEMON_PLACEMENT_CONSTRAINT_VIOLATED', 'breaks its own constraints'],
  ['ECS_OPERATION_THROTTLED', 'is throttled by ECS'],
  ['SERVICE_DISCOVERY_OPERATION_THROTTLED', 'is throttled by service discovery'],
  ['SERVICE_DISCOVERY_INSTANCE_UNHEALTHY', 'has an unhealthy task in service discovery'],
]);

/** Ends of deployments, services in trouble, and tasks of no service that failed. */
export const ecs: Source = {
  id: 'ecs',
  matches: (envelope) => isOf(envelope, 'aws.ecs', [DEPLOYMENT, SERVICE, TASK]),
  read(envelope) {
    if (isOf(envelope, 'aws.ecs', [TASK])) return readTask(envelope);
    const detail = Detail.parse(envelope.detail);
    return isOf(envelope, 'aws.ecs', [SERVICE])
      ? readTrouble(envelope, detail)
      : readDeployment(envelope, detail);
  },
};

/** A failure is only told where the service has a circuit breaker or alarms for its deployments. */
function readDeployment(envelope: Envelope, detail: Detail): Reading {
  const { eventName = '', deploymentId, reason } = detail;
  const found = DEPLOYMENTS.get(eventName);
  if (found === undefined) return { passedOver: 'a deployment is at work' };
  const [outcome, tone] = found;
  const deployment = deploymentId === undefined ? 'a deployment' : `deployment ${deploymentId}`;
  const why = tone === 'bad' ? because(reason) : '';
  return { notice: toServiceNotice(envelope, detail, [`${deployment} ${outcome}${why}`, tone]) };
}

function readTrouble(envelope: Envelope, detail: Detail): Reading {
  const { eventType, eventName = 'trouble', reason } = detail;
  if (eventType !== 'WARN' && eventType !== 'ERROR') return { passedOver: 'a service is well' };
  const trouble = TROUBLES.get(eventName) ?? `reports ${eventName}`;
  return { notice: toServiceNotice(envelope, detail, [`${trouble}${because(reason)}`, 'bad']) };
}

function toServiceNotice(envelope: Envelope, { clusterArn }: Detail, [headline, tone]: Outcome) {
  const { name: service, cluster } = resourceOf(envelope, clusterArn);
  return toNotice(envelope, {
    service: 'ecs',
    title: service,
    headline,
    tone,
    details: { Cluster: cluster },
    page: {
      label: 'Open service',
      path: path`ecs/v2/clusters/${cluster}/services/${service}?region=${envelope.region}`,
    },
  });
}
