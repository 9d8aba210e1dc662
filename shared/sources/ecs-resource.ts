import type { Envelope } from './source.ts';

/** Out of `arn:…:service/CLUSTER/NAME`; of older ones, which do not name the cluster, by the ARN beside it. */
export function resourceOf({ resources }: Envelope, clusterArn: string | undefined) {
  const [name, cluster] = resources[0]?.split('/').slice(1).reverse() ?? [];
  return { name, cluster: cluster ?? clusterArn?.split('/').at(-1) };
}
