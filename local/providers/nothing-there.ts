import type { JsonService } from '../aws/json-service.ts';
import type { QueryService } from '../aws/query-service.ts';
import { ServiceFault } from '../aws/service-fault.ts';

/** Services in which nothing is, by the name in a signature: what each says of a thing that is not there. */
export const EMPTY_SERVICES: Readonly<Record<string, JsonService>> = {
  codecommit: refuseAll('RepositoryDoesNotExistException', 'Repository not found.'),
  ecr: refuseAll('RepositoryNotFoundException', 'Repository not found.'),
  ecs: refuseAll('ClusterNotFoundException', 'Cluster not found.'),
  codeconnections: refuseAll('ResourceNotFoundException', 'Connection not found.'),
  'codestar-connections': refuseAll('ResourceNotFoundException', 'Connection not found.'),
};

/** Elastic Beanstalk without environments. */
export const emptyBeanstalk: QueryService = async (_, parameters) => {
  const name = parameters.get('EnvironmentName') ?? '';
  throw new ServiceFault('InvalidParameterValue', `No Environment found for EnvironmentName = '${name}'.`);
};

function refuseAll(code: string, message: string): JsonService {
  return async () => {
    throw new ServiceFault(code, message);
  };
}
