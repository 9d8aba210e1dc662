import { describe, expect, it } from '@jest/globals';
import { createRecent } from '#shared/clients/recent.ts';
import { findChanges, type Listing } from '#shared/enrichment/changes.ts';
import { buildFailedAction } from '#tests/support/build-failed-action.ts';
import { FakeAwsJson, refusal } from '#tests/support/fake-aws-json.ts';
import { FakeAwsServices } from '#tests/support/fake-aws-services.ts';
import { FakeClock } from '#tests/support/fakes.ts';

const FAILED = buildFailedAction({ pipeline: 'web-shop', executionId: 'e5' });

function listed(...pairs: readonly (readonly [id: string, revision: string | undefined])[]) {
  return {
    pipelineExecutionSummaries: pairs.map(([pipelineExecutionId, revisionId]) => ({
      pipelineExecutionId,
      sourceRevisions: revisionId === undefined ? [] : [{ actionName: 'Source', revisionId }],
    })),
  };
}

function find(...script: readonly unknown[]) {
  const service = new FakeAwsJson(...script);
  const services = new FakeAwsServices({ CODEPIPELINE: service });
  return {
    found: findChanges(FAILED, { services, listings: createRecent(new FakeClock()) }),
    service,
    services,
  };
}

describe('what came since a stage last succeeded', () => {
  it('is counted up to the execution that failed, each revision once', async () => {
    const { found, service, services } = find(
      listed(['e1', 'a']),
      listed(['e6', 'f'], ['e5', 'd'], ['e4', 'd'], ['e3', 'c'], ['e2', 'b'], ['e1', 'a'], ['e0', 'z']),
    );

    expect(await found).toEqual({ since: 'a', count: 3 });
    expect(services.asked).toEqual(['CODEPIPELINE eu-central-1', 'CODEPIPELINE eu-central-1']);
    expect(service.calls.map(({ input }) => input)).toEqual([
      { pipelineName: 'web-shop', filter: { succeededInStage: { stageName: 'Deploy' } }, maxResults: 1 },
      { pipelineName: 'web-shop', maxResults: 100 },
    ]);
  });

  it('reaches as far back as the list does', async () => {
    const { found } = find(listed(['e1', 'a']), listed(['e5', 'd'], ['e4', 'c']));

    expect(await found).toEqual({ since: 'a', count: 2 });
  });

  it.each([
    ['nothing when the stage never succeeded', listed(), listed(['e5', 'd'])],
    ['nothing when it is the same revision', listed(['e1', 'd']), listed(['e5', 'd'], ['e1', 'd'])],
    ['nothing of an execution that is not listed', listed(['e1', 'a']), listed(['e4', 'c'], ['e1', 'a'])],
    ['nothing when revisions are not told', listed(['e1', undefined]), listed(['e5', 'd'])],
    ['nothing of a pipeline that is gone', refusal('PipelineNotFoundException'), listed()],
  ])('is %s', async (_, ...script) => {
    expect(await find(...script).found).toBeUndefined();
  });

  it.each([
    ['was asked for after this failure', 'e7', 60, 10, 2],
    ['tells of an execution that fails seconds later', 'e6', 60, 64, 2],
    ['does not know the execution', 'e7', 60, 64, 4],
    ['knows no revision of the execution yet', 'e8', 60, 64, 4],
    ['is so old that another execution may have passed the stage', 'e6', 60, 66, 4],
  ])('is asked of CodePipeline at most once for several: a list that %s', async (_, executionId, ...more) => {
    const [askedAt, failedAt, calls] = more;
    const service = new FakeAwsJson(listed(['e8', undefined], ['e6', 'f'], ['e5', 'd'], ['e1', 'a']));
    const clock = new FakeClock(askedAt);
    const asking = {
      services: new FakeAwsServices({ CODEPIPELINE: service }),
      listings: createRecent<Listing>(clock),
    };

    await findChanges({ ...FAILED, failedAt: askedAt }, asking);
    clock.time += 10;
    await findChanges({ ...FAILED, executionId, failedAt }, asking);

    expect(service.calls).toHaveLength(calls);
  });

  it('is not guessed when CodePipeline throttles', async () => {
    await expect(find(refusal('ThrottlingException')).found).rejects.toMatchObject({ code: 'rate_limited' });
  });
});
