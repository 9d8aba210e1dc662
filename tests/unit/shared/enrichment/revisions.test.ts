import { describe, expect, it } from '@jest/globals';
import { createRecent } from '#shared/clients/recent.ts';
import { createActionConfigurations } from '#shared/enrichment/action-configuration.ts';
import { describeRevisions } from '#shared/enrichment/revisions.ts';
import { FakeAwsJson, refusal } from '#tests/support/fake-aws-json.ts';
import { FakeAwsServices } from '#tests/support/fake-aws-services.ts';
import { FakeClock } from '#tests/support/fakes.ts';

const FAILED = {
  account: '111122223333',
  region: 'eu-west-1',
  pipelineRegion: 'eu-west-1',
  pipeline: 'ledger',
  executionId: 'e1',
  stage: 'Build',
  action: 'Compile',
  failedAt: 1_772_615_700,
  facts: {},
};
const COMMIT = { provider: 'Source/CodeCommit', commit: '7dcc220a' };
const IMAGE = { provider: 'Source/ECR', commit: 'sha256:1104', region: 'us-east-1' };
const TAKEN = { provider: 'Source/CodeStarSourceConnection', commit: '9f1c2d3e' };
const VARIABLES = {
  AuthorDate: '2026-03-04T09:14:00Z',
  AuthorDisplayName: 'Ada Okafor',
  AuthorEmail: 'ada@example.com',
  AuthorId: 'ada',
  BranchName: 'main',
  CommitId: '9f1c2d3e',
  CommitMessage: 'Raise the timeout\n\nOf the basket.',
  ConnectionArn: 'arn:aws:codeconnections:eu-west-1:111122223333:connection/1',
  FullRepositoryName: 'example-org/web-shop',
  ProviderType: 'GitHub',
  Token: 'canary',
};
const WRITTEN = {
  commit: {
    message: 'Round half to even\n\nAs banks do.',
    author: { name: 'Ana', email: 'ana@example.com' },
  },
};

function took(provider: string, RepositoryName: string, roleArn?: string) {
  const input = {
    actionTypeId: { category: 'Source', provider },
    configuration: { RepositoryName },
    roleArn,
  };
  return { stageName: 'Source', actionName: RepositoryName, status: 'Succeeded', input };
}

function ask(
  revision: Readonly<Record<string, string>>,
  answers: Readonly<Record<string, readonly unknown[]>>,
  runs: readonly unknown[] = [took('CodeCommit', 'ledger'), took('ECR', 'base')],
) {
  const fakes = Object.fromEntries(
    Object.entries(answers).map(([id, script]) => [id, new FakeAwsJson(...script)]),
  );
  const services = new FakeAwsServices({
    CODEPIPELINE: new FakeAwsJson({ actionExecutionDetails: runs }),
    ...fakes,
  });
  const asking = {
    services,
    configurations: createActionConfigurations(services, createRecent(new FakeClock())),
  };
  return { told: describeRevisions(FAILED, [revision], asking), services, fakes };
}

/** A source that handed these variables on. */
function handedOn(provider: string, outputVariables: unknown, category = 'Source') {
  return {
    stageName: 'Source',
    status: 'Succeeded',
    input: { actionTypeId: { category, provider } },
    output: { outputVariables },
  };
}

describe('a revision', () => {
  it('of CodeCommit is told with who wrote it', async () => {
    const { told, services, fakes } = ask(COMMIT, { CODECOMMIT: [WRITTEN] });

    expect(await told).toEqual([
      {
        commit: '7dcc220a',
        repository: 'ledger',
        author: 'Ana',
        authorEmail: 'ana@example.com',
        subject: 'Round half to even',
      },
    ]);
    expect(services.asked).toEqual(['CODEPIPELINE eu-west-1', 'CODECOMMIT eu-west-1']);
    expect(fakes['CODECOMMIT']?.calls).toEqual([
      { operation: 'GetCommit', input: { repositoryName: 'ledger', commitId: '7dcc220a' } },
    ]);
  });

  it('of ECR is told with its tags and what its scan found, in the Region that it is in', async () => {
    const counts = { CRITICAL: 1, HIGH: 3, MEDIUM: 0, INFORMATIONAL: 9 };
    const image = {
      imageTags: ['1.4', 'latest'],
      imageScanFindingsSummary: { findingSeverityCounts: counts },
    };
    const { told, services, fakes } = ask(IMAGE, { ECR: [{ imageDetails: [image] }] });

    expect(await told).toEqual([
      { commit: 'sha256:1104', repository: 'base', tag: '1.4, latest', scan: '1 critical, 3 high' },
    ]);
    expect(services.asked).toEqual(['CODEPIPELINE eu-west-1', 'ECR us-east-1']);
    expect(fakes['ECR']?.calls.map(({ input }) => input)).toEqual([
      { repositoryName: 'base', imageIds: [{ imageDigest: 'sha256:1104' }] },
    ]);
  });

  it.each([
    ['that no scan has seen', { imageTags: ['1.4'] }, undefined],
    [
      'in which a scan found nothing',
      { imageScanFindingsSummary: { findingSeverityCounts: {} } },
      'nothing found',
    ],
  ])('of ECR %s says so', async (_, image, scan) => {
    const [found] = await ask(IMAGE, { ECR: [{ imageDetails: [image] }] }).told;

    expect(found?.scan).toBe(scan);
  });

  it('is looked for in each repository that the execution took from', async () => {
    const { told } = ask(COMMIT, { CODECOMMIT: [refusal('CommitIdDoesNotExistException'), WRITTEN] }, [
      took('CodeCommit', 'docs'),
      took('CodeCommit', 'ledger'),
    ]);

    expect(await told).toMatchObject([{ repository: 'ledger', author: 'Ana' }]);
  });

  it('of a connection is told with what the source says itself, and nothing else that it hands on', async () => {
    const { told, services } = ask(TAKEN, {}, [
      handedOn('CodeStarSourceConnection', { ...VARIABLES, CommitId: 'another', AuthorDisplayName: 'Ben' }),
      handedOn('CodeBuild', { ...VARIABLES, AuthorDisplayName: 'canary' }, 'Build'),
      handedOn('CodeStarSourceConnection', VARIABLES),
    ]);

    expect(await told).toEqual([
      {
        commit: '9f1c2d3e',
        author: 'Ada Okafor',
        authorEmail: 'ada@example.com',
        subject: 'Raise the timeout',
        branch: 'main',
        repository: 'example-org/web-shop',
        host: 'GitHub',
      },
    ]);
    expect(services.asked).toEqual(['CODEPIPELINE eu-west-1']);
  });

  it('of GitHub (version 1) is told with its branch: it has no author', async () => {
    const { AuthorDate, BranchName, CommitId, CommitMessage } = VARIABLES;
    const variables = { AuthorDate, BranchName, CommitId, CommitMessage, RepositoryName: 'web-shop' };
    const { told } = ask({ ...TAKEN, provider: 'Source/GitHub' }, {}, [handedOn('GitHub', variables)]);

    expect(await told).toEqual([{ commit: '9f1c2d3e', subject: 'Raise the timeout', branch: 'main' }]);
  });

  it.each([
    ['nothing', undefined],
    ['what is no object', 'text'],
    ['no commit', { AuthorEmail: 'ada@example.com' }],
    ['another commit', { ...VARIABLES, CommitId: 'another' }],
  ])('of a connection that hands on %s is left as it is', async (_, variables) => {
    expect(await ask(TAKEN, {}, [handedOn('CodeStarSourceConnection', variables)]).told).toEqual([]);
  });

  it('of a connection survives variables that are not what they should be', async () => {
    const variables = { CommitId: '9f1c2d3e', AuthorDisplayName: null, AuthorEmail: ['x'], BranchName: 7 };

    expect(await ask(TAKEN, {}, [handedOn('CodeStarSourceConnection', variables)]).told).toEqual([
      { commit: '9f1c2d3e', branch: '7' },
    ]);
  });

  it.each([
    ['of a connection whose author is known', { ...TAKEN, author: 'Ben' }, undefined],
    [
      'of GitHub (version 1) whose branch is known',
      { ...TAKEN, provider: 'Source/GitHub', branch: 'main' },
      undefined,
    ],
    ['whose author is known', { ...COMMIT, author: 'Ben' }, undefined],
    ['of another kind', { provider: 'Source/S3', commit: 'v1' }, undefined],
    [
      'of a repository of another account',
      COMMIT,
      [took('CodeCommit', 'ledger', 'arn:aws:iam::999988887777:role/x')],
    ],
    ['whose repository CodePipeline does not tell', COMMIT, []],
  ])('%s is not asked after', async (_, revision, runs) => {
    expect(await ask(revision, {}, runs).told).toEqual([]);
  });

  it.each(['RepositoryDoesNotExistException', 'CommitDoesNotExistException'])(
    'that is gone (%s) is left as it is',
    async (code) => {
      expect(await ask(COMMIT, { CODECOMMIT: [refusal(code)] }).told).toEqual([]);
    },
  );

  it('is not guessed when its service throttles', async () => {
    await expect(ask(COMMIT, { CODECOMMIT: [refusal('ThrottlingException')] }).told).rejects.toMatchObject({
      code: 'rate_limited',
    });
  });
});
