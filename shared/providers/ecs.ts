import { consoleUrl } from '#shared/domain/console.ts';
import { parseArn } from './arn.ts';
import type { ActionPlace, Provider } from './provider.ts';

/** Rolling deployments to a service. */
export const ecs: Provider = { id: 'Deploy/ECS', label: 'Amazon ECS', link: serviceLink };

/** By the ARN of the service: `…:service/CLUSTER/SERVICE`. */
function serviceLink({ facts }: ActionPlace): string | undefined {
  const arn = parseArn(facts.externalId, 'ecs');
  const [, cluster, service] = /^service\/([\w-]+)\/([\w-]+)$/.exec(arn?.resource ?? '') ?? [];
  if (arn === undefined || service === undefined) return undefined;
  return consoleUrl(arn.region, `ecs/v2/clusters/${cluster}/services/${service}/events?region=${arn.region}`);
}
