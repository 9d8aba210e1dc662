import { describe, expect, it } from '@jest/globals';
import { buildActionEvent, buildPipelineEvent } from '#tests/support/build-event.ts';
import { FakeAwsJson, refusal } from '#tests/support/fake-aws-json.ts';
import { FakeAwsServices } from '#tests/support/fake-aws-services.ts';
import { ADA } from '#tests/support/fake-people.ts';
import { World } from './support/world.ts';

const COMMIT = '7dcc220a4fbc80cef074fff8b15fd7f7c653118a';
const DIGEST = 'sha256:110484982ac20fed0a3bb03fd053a72d8b9ec48bfa2c170423bb030ba4e38f23';
const WRITTEN = { commit: { message: 'Round', author: { name: 'Ada', email: 'ada@example.com' } } };
const FAILED = buildActionEvent({ stage: 'Test', action: 'Smoke', state: 'FAILED', after: 20 });

function source(provider: string, revision: string) {
  return buildActionEvent({
    stage: 'Source',
    action: 'Take',
    state: 'SUCCEEDED',
    after: 5,
    detail: {
      type: { owner: 'AWS', category: 'Source', provider, version: '1' },
      'execution-result': { 'external-execution-id': revision },
    },
  });
}

function knowing(id: string, provider: string, answer: unknown) {
  const service = new FakeAwsJson(answer);
  const input = {
    actionTypeId: { category: 'Source', provider },
    configuration: { RepositoryName: 'ledger' },
  };
  const world = new World();
  world.services = new FakeAwsServices({
    CODEPIPELINE: new FakeAwsJson({ actionExecutionDetails: [{ stageName: 'Source', input }] }),
    CODEBUILD: new FakeAwsJson({}),
    [id]: service,
  });
  return { world, service };
}

describe('what a pipeline took', () => {
  it('comes with who wrote a commit of CodeCommit, and they are mentioned, though no event names them', async () => {
    const { world, service } = knowing('CODECOMMIT', 'CodeCommit', WRITTEN);

    await world.play(buildPipelineEvent({ state: 'STARTED' }), source('CodeCommit', COMMIT), FAILED, FAILED);
    await world.wait(60);

    expect(service.calls.map(({ input }) => input)).toEqual([{ repositoryName: 'ledger', commitId: COMMIT }]);
    expect(JSON.stringify(world.slack.parents[0]?.body['blocks'])).toContain('Author: Ada');
    expect(JSON.stringify(world.slack.replies[0]?.body['blocks'])).toContain(`Author: <@${ADA}>`);
  });

  it('comes with who wrote a commit of a connection, though no git trigger names them', async () => {
    const world = new World();
    const outputVariables = {
      AuthorDisplayName: 'Ada Okafor',
      AuthorEmail: 'ada@example.com',
      BranchName: 'main',
      CommitId: COMMIT,
      FullRepositoryName: 'example-org/ledger',
    };
    const input = { actionTypeId: { category: 'Source', provider: 'CodeStarSourceConnection' } };
    const codepipeline = new FakeAwsJson({
      actionExecutionDetails: [{ input, output: { outputVariables } }],
    });
    world.services = new FakeAwsServices({ CODEPIPELINE: codepipeline, CODEBUILD: new FakeAwsJson({}) });

    await world.play(
      buildPipelineEvent({ state: 'STARTED' }),
      source('CodeStarSourceConnection', COMMIT),
      FAILED,
    );
    await world.wait(60);

    const parent = JSON.stringify(world.slack.parents[0]?.body['blocks']);
    const reply = JSON.stringify(world.slack.replies[0]?.body['blocks']);
    expect(parent).toContain('Author: Ada Okafor');
    expect(parent).toContain('From: example-org/ledger @ main');
    expect(reply).toContain(`Author: <@${ADA}>`);
    expect(`${parent}${reply}`).not.toContain('ada@example.com');
    expect(world.people.lookups).toEqual(['ada@example.com']);
  });

  it('is not asked after where nothing fails', async () => {
    const world = new World();
    const codepipeline = new FakeAwsJson({});
    world.services = new FakeAwsServices({ CODEPIPELINE: codepipeline });

    await world.play(
      buildPipelineEvent({ state: 'STARTED' }),
      source('CodeStarSourceConnection', COMMIT),
      buildPipelineEvent({ state: 'SUCCEEDED', after: 30 }),
    );
    await world.wait(60);

    expect(codepipeline.calls).toEqual([]);
  });

  it('comes with the tags of an image and what its scan found', async () => {
    const image = {
      imageTags: ['1.4'],
      imageScanFindingsSummary: { findingSeverityCounts: { CRITICAL: 2 } },
    };
    const { world } = knowing('ECR', 'ECR', { imageDetails: [image] });

    await world.play(buildPipelineEvent({ state: 'STARTED' }), source('ECR', DIGEST), FAILED);
    await world.wait(60);

    const message = JSON.stringify(world.slack.parents[0]?.body['blocks']);
    expect(message).toContain('From: ledger @ 1.4');
    expect(message).toContain('Image scan: 2 critical');
  });

  it('is told as the events tell it when nobody may ask', async () => {
    const { world } = knowing('CODECOMMIT', 'CodeCommit', refusal('AccessDeniedException'));

    await world.play(buildPipelineEvent({ state: 'STARTED' }), source('CodeCommit', COMMIT), FAILED);

    expect(world.slack.replies).toHaveLength(1);
    expect(world.telemetry.counts.get('FactsMissed')).toBe(1);
  });
});
