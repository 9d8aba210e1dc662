import * as z from 'zod';
import type { EmbeddedAws } from '#local/aws/index.ts';
import { ServiceFault } from '#local/aws/service-fault.ts';

const Batch = z.object({ ids: z.array(z.string()) });

/** What is asked why actions of the demos failed, and knows neither their builds nor their deployments. */
export function mountAskedServices(aws: EmbeddedAws): void {
  aws.mount('codebuild', async (operation, input) => {
    const { ids } = Batch.parse(input);
    if (operation === 'BatchGetBuilds') return { builds: [], buildsNotFound: ids };
    if (operation === 'BatchGetBuildBatches') return { buildBatches: [], buildBatchesNotFound: ids };
    throw notHere(operation);
  });
  aws.mount('codedeploy', async (operation) => {
    if (operation !== 'GetDeployment') throw notHere(operation);
    throw new ServiceFault('DeploymentDoesNotExistException', 'No deployment has this id');
  });
}

function notHere(operation: string): ServiceFault {
  return new ServiceFault('NotImplemented', `There is no ${operation} here`, 501);
}
