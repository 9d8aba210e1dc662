import * as z from 'zod/mini';
import type { AwsService } from '#shared/clients/aws-json.ts';
import type { AwsServices } from '#shared/clients/aws-services.ts';
import { Text } from '#shared/sources/source.ts';
import { ask, listOf, Quantity } from './ask.ts';

export const ECS: AwsService = {
  id: 'ECS',
  host: 'ecs',
  target: 'AmazonEC2ContainerServiceV20141113',
  version: '1.1',
};

export interface ServicePlace {
  readonly region: string;
  readonly cluster: string;
  readonly service: string;
}

/** Names of what ECS says of a service that is not there. */
export const NO_SERVICE = ['ClusterNotFoundException', 'ServiceNotFoundException'];

const Described = z.object({
  services: listOf({
    deployments: listOf({
      id: Text,
      status: Text,
      rolloutState: Text,
      rolloutStateReason: Text,
      failedTasks: Quantity,
      createdAt: Quantity,
    }),
    events: listOf({ createdAt: Quantity, message: Text }),
  }),
});
export type Service = z.infer<typeof Described>['services'][number];
export type Deployment = Service['deployments'][number];

/** How its deployments go, and what it says of itself, newest first. */
export async function findService(
  services: AwsServices,
  { region, cluster, service }: ServicePlace,
): Promise<Service | undefined> {
  const described = await ask(services, {
    service: ECS,
    region,
    operation: 'DescribeServices',
    input: { cluster, services: [service] },
    answer: Described,
    absent: NO_SERVICE,
  });
  return described?.services[0];
}
