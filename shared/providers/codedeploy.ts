import { consoleUrl } from '#shared/domain/console.ts';
import type { ActionPlace, Provider } from './provider.ts';

/** To instances and functions, and to Amazon ECS by exchange of task sets. */
export const codedeploy: readonly Provider[] = [
  { id: 'Deploy/CodeDeploy', label: 'AWS CodeDeploy', link: deploymentLink },
  { id: 'Deploy/CodeDeployToECS', label: 'AWS CodeDeploy to Amazon ECS', link: deploymentLink },
];

function deploymentLink({ region, facts }: ActionPlace): string | undefined {
  const [id] = /^d-[A-Z0-9]+$/.exec(facts.externalId ?? '') ?? [];
  return id && consoleUrl(region, `codesuite/codedeploy/deployments/${id}?region=${region}`);
}
