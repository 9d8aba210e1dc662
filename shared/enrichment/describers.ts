import * as z from 'zod/mini';
import type { AwsService } from '#shared/clients/aws-json.ts';
import { type FactName, type Facts, facts } from '#shared/domain/facts.ts';
import { Text } from '#shared/sources/source.ts';
import { ask, listOf, partOf, Quantity } from './ask.ts';
import type { Asking, FailedAction, Need } from './diagnosis.ts';
import { ACTION_CONFIGURATION_NEED, arnsOf } from './needs.ts';

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

export type Askable = Pick<Asking, 'services' | 'configurations'>;

/** A kind of source that can be asked about what it gave. */
export interface Describer {
  readonly provider: string;
  /** What the role of `enrich` needs for it. */
  readonly needs: readonly Need[];
  /** Without this fact it is asked. */
  readonly tells: FactName;
  describe(taken: Taken, asking: Askable): Promise<Facts | undefined>;
}

interface Taken {
  readonly failed: FailedAction;
  readonly provider: string;
  readonly revision: string;
  readonly region: string;
}

interface Place {
  readonly repository: string;
  readonly revision: string;
  readonly region: string;
}

/** The events of CodeCommit and of pipelines without a git trigger hold no author, those of ECR no tag. */
export const describers: readonly Describer[] = [
  {
    provider: 'Source/CodeCommit',
    needs: [
      {
        actions: ['codecommit:GetCommit'],
        resources: [arnsOf('codecommit', '*')],
        reason: 'which repositories pipelines take from is not known when we deploy',
      },
      ACTION_CONFIGURATION_NEED,
    ],
    tells: 'author',
    describe: inRepositories(describeCommit),
  },
  {
    provider: 'Source/ECR',
    needs: [
      {
        actions: ['ecr:DescribeImages'],
        resources: [arnsOf('ecr', 'repository/*')],
        reason: 'which repositories pipelines take images from is not known when we deploy',
      },
      ACTION_CONFIGURATION_NEED,
    ],
    tells: 'scan',
    describe: inRepositories(describeImage),
  },
  {
    provider: 'Source/CodeStarSourceConnection',
    needs: [ACTION_CONFIGURATION_NEED],
    tells: 'author',
    describe: describeByVariables,
  },
  {
    provider: 'Source/GitHub',
    needs: [ACTION_CONFIGURATION_NEED],
    tells: 'branch',
    describe: describeByVariables,
  },
];

function inRepositories(
  describe: (place: Place, asking: Askable) => Promise<Facts | undefined>,
): Describer['describe'] {
  return async ({ failed, provider, ...taken }, asking) => {
    const repositories = await asking.configurations.listRepositories(failed, provider);
    for (const repository of repositories.slice(0, MAX_REPOSITORIES)) {
      const found = await describe({ ...taken, repository }, asking);
      if (found !== undefined) return { ...found, ...facts({ repository }) };
    }
    return undefined;
  };
}

/** https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-variables.html */
async function describeByVariables(
  { failed, ...taken }: Taken,
  { configurations }: Askable,
): Promise<Facts | undefined> {
  const found = await configurations.findCommit(failed, taken);
  return (
    found &&
    facts({
      author: found.AuthorDisplayName,
      authorEmail: found.AuthorEmail,
      subject: found.CommitMessage?.trimStart().split('\n')[0],
      branch: found.BranchName,
      repository: found.FullRepositoryName,
      host: found.ProviderType,
    })
  );
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
