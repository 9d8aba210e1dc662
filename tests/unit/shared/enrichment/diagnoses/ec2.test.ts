import { describe, expect, it } from '@jest/globals';
import { ec2 } from '#shared/enrichment/diagnoses/ec2.ts';
import { buildAsking, buildFailedAction, buildRun } from '#tests/support/build-failed-action.ts';
import { FakeAwsJson, refusal } from '#tests/support/fake-aws-json.ts';
import { FakeAwsServices } from '#tests/support/fake-aws-services.ts';

const RUNS = {
  actionExecutionDetails: [buildRun({ error: { code: 'JobFailed', message: 'Deployment failed' } })],
};
const TARGET = {
  targetId: 'i-0abc',
  targetType: 'INSTANCE',
  status: 'Failed',
  events: [
    { name: 'DOWNLOAD', status: 'Succeeded', context: { ssmCommandId: 'canary' } },
    { name: 'AFTER_DEPLOY', status: 'Failed', context: { ssmCommandId: 'canary', message: 'exit status 2' } },
    { name: 'TRAFFIC', status: 'Skipped' },
  ],
};

function situation(...script: readonly unknown[]) {
  const client = new FakeAwsJson(...script);
  const services = new FakeAwsServices({ CODEPIPELINE: client });
  return { client, services, told: ec2.diagnose(buildFailedAction(), buildAsking(services)) };
}

describe('a deployment to instances', () => {
  it('tells what failed on the first target that did', async () => {
    const { client, services, told } = situation(RUNS, { targets: [TARGET, { ...TARGET, targetId: 'i-1' }] });

    expect(await told).toEqual({ failedAt: 'AFTER_DEPLOY on i-0abc', why: 'exit status 2' });
    expect(services.asked).toEqual(['CODEPIPELINE eu-central-1', 'CODEPIPELINE eu-central-1']);
    expect(client.calls[1]).toEqual({
      operation: 'ListDeployActionExecutionTargets',
      input: {
        pipelineName: 'web-checkout',
        actionExecutionId: 'c4ef9195-df6c-4422-bbff-faf28137db93',
        filters: [{ name: 'TARGET_STATUS', values: ['Failed'] }],
        maxResults: 100,
      },
    });
  });

  it('tells what CodePipeline was told where its targets tell nothing', async () => {
    expect(await situation(RUNS, { targets: [{ targetId: 'i-0abc' }] }).told).toEqual({
      failedAt: 'i-0abc',
      why: 'Deployment failed',
    });
    expect(await situation(RUNS, { targets: [{}] }).told).toEqual({ why: 'Deployment failed' });
  });

  it.each([
    ['no target failed', [RUNS, { targets: [] }]],
    ['the answer is empty', [RUNS, {}]],
    ['there is no such run', [{}]],
    [
      'the run has no id',
      [{ actionExecutionDetails: [buildRun({ overrides: { actionExecutionId: undefined } })] }],
    ],
    ['CodePipeline knows it no more', [RUNS, refusal('ActionExecutionNotFoundException')]],
  ])('is not diagnosed where %s', async (_, script) => {
    expect(await situation(...script).told).toBeUndefined();
  });

  it.each([
    ['ThrottlingException', 400, 'rate_limited'],
    ['InternalFailure', 500, 'unavailable'],
    ['AccessDeniedException', 400, 'config'],
  ])('cannot be diagnosed after %s (HTTP %d): %s', async (name, status, code) => {
    await expect(situation(RUNS, refusal(name, status)).told).rejects.toMatchObject({ code });
  });
});
