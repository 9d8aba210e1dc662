import { cloudformation } from './cloudformation.ts';
import { codebuild } from './codebuild.ts';
import { codedeploy } from './codedeploy.ts';
import { commands } from './commands.ts';
import { ecr } from './ecr.ts';
import { ecs } from './ecs.ts';
import { linkOnly, named } from './link-only.ts';
import { manualApproval } from './manual-approval.ts';
import type { Provider } from './provider.ts';
import { repositories } from './repositories.ts';
import { s3 } from './s3.ts';
import { inspector, snyk } from './security-scans.ts';
import { stepFunctions } from './step-functions.ts';

export const providers: readonly Provider[] = [
  ...repositories,
  ...s3,
  ...ecr,
  ...codebuild,
  manualApproval,
  ...codedeploy,
  cloudformation,
  ecs,
  stepFunctions,
  inspector,
  snyk,
  commands,
  ...linkOnly,
  ...named,
];

const byId = new Map(providers.map((provider) => [provider.id.toLowerCase(), provider]));

/** By its id, else by a name within it, however spelled. Undefined for one that is not known: its own name says it all. */
export function findProvider(id: string): Provider | undefined {
  return byId.get(id.toLowerCase()) ?? findByName(id);
}

/** Whatever its category. */
function findByName(id: string): Provider | undefined {
  const name = nameIn(id);
  return [...named, snyk].find((provider) => name.includes(nameIn(provider.id)));
}

/** Without its category, in small letters and digits. */
function nameIn(id: string): string {
  return (id.split('/')[1] ?? '').toLowerCase().replace(/[^a-z0-9]/g, '');
}
