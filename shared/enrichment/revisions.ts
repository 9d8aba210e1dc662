import * as z from 'zod/mini';
import type { AwsService } from '#shared/clients/aws-json.ts';
import { type Facts, facts } from '#shared/domain/facts.ts';
import { Text } from '#shared/sources/source.ts';
import { ask, listOf, partOf, Quantity } from './ask.ts';
import type { Asking, FailedAction, Need } from './diagnosis.ts';
import { arnsOf } from './needs.ts';

const CODECOMMIT: AwsService = {
  id: 'CODECOMMIT',
  host: 'codecommit',
  target: 'CodeCommit_20150413',
  version: '1.1',
};
const ECR: AwsService = {
  id: 'ECR',
  host: 'api.ecr',
  signingName: 'ecr',
  target: 'AmazonEC2ContainerRegistry_V20150921',
  version: '1.1',
};

/** What the role of `enrich` needs for it. */
export const REVISION_NEEDS: readonly Need[] = [
  {
    actions: ['codecommit:GetCommit'],
    resources: [arnsOf('codecommit', '*')],
    reason: 'which repositories pipelines take from is not known when we deploy',
  },
  {
    actions: ['ecr:DescribeImages'],
    resources: [arnsOf('ecr', 'repository/*')],
    reason: 'which repositories pipelines take images from is not known when we deploy',
  },
];

const FoundCommit = z.object({
  commit: partOf({ message: Text, author: partOf({ name: Text, email: Text }) }),
});
const FoundImages = z.object({
  imageDetails: listOf({
    imageTags: z.catch(z.array(z.string()), []),
    imageScanFindingsSummary: partOf({
      findingSeverityCounts: partOf({ CRITICAL: Quantity, HIGH: Quantity, MEDIUM: Quantity, LOW: Quantity }),
    }),
  }),
});
const SEVERITIES = ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW'] as const;
/** A pipeline takes from one or two. */
const MAX_REPOSITORIES = 3;

type Askable = Pick<Asking, 'services' | 'configurations'>;
type Describe = (place: Place, asking: Askable) => Promise<Facts | undefined>;
interface Place {
  readonly repository: string;
  readonly revision: string;
  readonly region: string;
}

const DESCRIBERS: ReadonlyMap<string, Describe> = new Map([
  ['Source/CodeCommit', describeCommit],
  ['Source/ECR', describeImage],
]);

/**
 * What sources tell of the revisions of an execution beyond its events, which hold no author of CodeCommit's and no tag
 * of ECR's: each with its `commit`. @throws errors of AwsServices
 */
export async function describeRevisions(
  failed: FailedAction,
  revisions: readonly Facts[],
  asking: Askable,
): Promise<readonly Facts[]> {
  const told = await Promise.all(revisions.map((revision) => describeRevision(failed, revision, asking)));
  return told.filter((one) => one !== undefined);
}

async function describeRevision(
  failed: FailedAction,
  { provider = '', commit: revision, author, scan, region = failed.pipelineRegion }: Facts,
  asking: Askable,
): Promise<Facts | undefined> {
  const describe = DESCRIBERS.get(provider);
  if (describe === undefined || revision === undefined || (author ?? scan) !== undefined) return undefined;
  const repositories = await asking.configurations.listRepositories(failed, provider);
  for (const repository of repositories.slice(0, MAX_REPOSITORIES)) {
    const found = await describe({ repository, revision, region }, asking);
    if (found !== undefined) return { ...found, ...facts({ commit: revision, repository }) };
  }
  return undefined;
}

/** https://docs.aws.amazon.com/codecommit/latest/APIReference/API_GetCommit.html */
async function describeCommit(
  { repository, revision, region }: Place,
  { services }: Askable,
): Promise<Facts | undefined> {
  const found = await ask(services, {
    service: CODECOMMIT,
    region,
    operation: 'GetCommit',
    input: { repositoryName: repository, commitId: revision },
    answer: FoundCommit,
    absent: [
      'CommitDoesNotExistException',
      'CommitIdDoesNotExistException',
      'InvalidCommitIdException',
      'RepositoryDoesNotExistException',
    ],
  });
  const { message, author } = found?.commit ?? {};
  if (found?.commit === undefined) return undefined;
  return facts({ author: author?.name, authorEmail: author?.email, subject: message?.split('\n')[0] });
}

/** https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DescribeImages.html */
async function describeImage(
  { repository, revision, region }: Place,
  { services }: Askable,
): Promise<Facts | undefined> {
  const found = await ask(services, {
    service: ECR,
    region,
    operation: 'DescribeImages',
    input: { repositoryName: repository, imageIds: [{ imageDigest: revision }] },
    answer: FoundImages,
    absent: ['ImageNotFoundException', 'InvalidParameterException', 'RepositoryNotFoundException'],
  });
  const image = found?.imageDetails[0];
  if (image === undefined) return undefined;
  const counts = image.imageScanFindingsSummary?.findingSeverityCounts;
  const findings = SEVERITIES.flatMap((severity) => {
    const count = counts?.[severity] ?? 0;
    return count > 0 ? [`${count} ${severity.toLowerCase()}`] : [];
  });
  const scan = counts && (findings.join(', ') || 'nothing found');
  return facts({ tag: image.imageTags.join(', '), scan });
}
