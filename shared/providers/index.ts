import { cloudformation } from './cloudformation.ts';
import { codebuild } from './codebuild.ts';
import { codedeploy } from './codedeploy.ts';
import { commands } from './commands.ts';
import { ecr } from './ecr.ts';
import { ecs } from './ecs.ts';
import { linkOnly } from './link-only.ts';
import { manualApproval } from './manual-approval.ts';
import type { Provider } from './provider.ts';
import { repositories } from './repositories.ts';
import { s3 } from './s3.ts';
import { securityScans } from './security-scans.ts';
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
  ...securityScans,
  commands,
  ...linkOnly,
];

const byId = new Map(providers.map((provider) => [provider.id, provider]));

/** Parts of names that users choose, or that nobody documents. CloudBees comes first, for it names Jenkins too. */
const WORDS = [
  'cloudbees',
  'jenkins',
  'teamcity',
  'blazemeter',
  'ghostinspector',
  'stormrunner',
  'nouvola',
  'runscope',
  'devicefarm',
  'xebialabs',
  'xldeploy',
  'opsworks',
  'alexa',
  'snyk',
];

/** By its exact id, else by a word in its name. Undefined for one that is not known: then its own name says it all. */
export function findProvider(id: string): Provider | undefined {
  return byId.get(id) ?? findByWord(id);
}

function findByWord(id: string): Provider | undefined {
  const name = nameIn(id);
  const word = WORDS.find((part) => name.includes(part));
  return word === undefined ? undefined : providers.find((provider) => nameIn(provider.id).includes(word));
}

/** Without its category, in small letters and digits. */
function nameIn(id: string): string {
  return (id.split('/')[1] ?? '').toLowerCase().replace(/[^a-z0-9]/g, '');
}
