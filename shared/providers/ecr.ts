import { consoleUrl } from '#shared/domain/console.ts';
import { buildReason } from './build-words.ts';
import { logStreamLink } from './log-stream.ts';
import type { ActionPlace, Provider } from './provider.ts';

// ACCOUNT.dkr.ecr.REGION.amazonaws.com/REPOSITORY, with a tag or a digest or neither.
const IMAGE =
  /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.(?:com(?:\.cn)?|eu)\/([a-z0-9._/-]+)(?:[:@][\w.:-]+)?$/;

/** Images as a source, and images built by CodePipeline itself. */
export const ecr: readonly Provider[] = [
  { id: 'Source/ECR', label: 'Amazon ECR', link: repositoryLink },
  {
    id: 'Build/ECRBuildAndPublish',
    label: 'Amazon ECR build and publish',
    link: (place) => repositoryLink(place) ?? logStreamLink(place),
    reason: buildReason,
  },
];

function repositoryLink({ facts }: ActionPlace): string | undefined {
  const [, account, region, repository] = IMAGE.exec(facts.externalId ?? '') ?? [];
  if (region === undefined || repository === undefined) return undefined;
  return consoleUrl(region, `ecr/repositories/private/${account}/${repository}?region=${region}`);
}
