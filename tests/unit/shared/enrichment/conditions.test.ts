import { describe, expect, it } from '@jest/globals';
import { diagnoseStage } from '#shared/enrichment/conditions.ts';
import { FakeAwsJson, refusal } from '#tests/support/fake-aws-json.ts';
import { FakeAwsServices } from '#tests/support/fake-aws-services.ts';

const STAGE = {
  pipelineRegion: 'eu-west-1',
  pipeline: 'web-checkout',
  executionId: 'cf6fc77a-1c29-45c6-9deb-2c5f684e47d3',
  stage: 'Deploy',
};
const PASSED = {
  latestExecution: { status: 'Succeeded', summary: 'All rules passed' },
  conditionStates: [
    {
      latestExecution: { status: 'Succeeded' },
      ruleStates: [{ ruleName: 'quiet', latestExecution: { status: 'Succeeded', summary: 'No alarm' } }],
    },
  ],
};

/** A hook whose second rule failed. */
function failing(rule: object = {}, status = 'Failed') {
  return {
    latestExecution: { status, summary: 'of the hook' },
    conditionStates: [
      {
        latestExecution: { status, summary: 'of the condition', lastStatusChange: 1_772_616_300 },
        ruleStates: [
          { ruleName: 'quiet', latestExecution: { status: 'Succeeded', summary: 'No alarm' } },
          {
            ruleName: 'office-hours',
            latestExecution: { status: 'Failed', summary: 'Outside of the window', ...rule },
          },
        ],
      },
    ],
  };
}

function diagnose(stage: object, pipelineExecutionId: string | undefined = STAGE.executionId) {
  const client = new FakeAwsJson({
    stageStates: [
      { stageName: 'Build', latestExecution: { pipelineExecutionId }, beforeEntryConditionState: failing() },
      { stageName: 'Deploy', latestExecution: { pipelineExecutionId, status: 'Failed' }, ...stage },
    ],
  });
  const services = new FakeAwsServices({ CODEPIPELINE: client });
  return { client, services, told: diagnoseStage(STAGE, services) };
}

describe('a stage that no action of it failed', () => {
  it('tells the rule that stopped it, and where the pipeline is asked', async () => {
    const { client, services, told } = diagnose({ beforeEntryConditionState: failing() });

    expect(await told).toEqual({
      why: 'stopped by condition office-hours (before entry): Outside of the window',
    });
    expect(services.asked).toEqual(['CODEPIPELINE eu-west-1']);
    expect(client.calls).toEqual([{ operation: 'GetPipelineState', input: { name: 'web-checkout' } }]);
  });

  it.each([
    ['onSuccessConditionState', 'stopped by condition office-hours (on success): Outside of the window'],
    ['onFailureConditionState', 'stopped by condition office-hours (on failure): Outside of the window'],
  ])('tells the first hook that failed: %s', async (hook, why) => {
    const { told } = diagnose({ beforeEntryConditionState: PASSED, [hook]: failing() });

    expect(await told).toEqual({ why });
  });

  it.each([
    [
      'its error',
      failing({ summary: undefined, errorDetails: { code: 'JobFailed', message: 'No answer' } }),
      'condition office-hours (before entry): No answer',
    ],
    [
      'its condition',
      failing({ summary: undefined }),
      'condition office-hours (before entry): of the condition',
    ],
    [
      'a condition that could not be looked at',
      failing({ status: 'Succeeded' }, 'Errored'),
      'a condition (before entry): of the condition',
    ],
    [
      'the hook alone',
      { latestExecution: { status: 'Failed', summary: 'of the hook' } },
      'a condition (before entry): of the hook',
    ],
    [
      'nothing',
      { conditionStates: [{ latestExecution: { status: 'Failed' } }] },
      'a condition (before entry)',
    ],
  ])('tells as much as there is: %s', async (_, beforeEntryConditionState, why) => {
    expect(await diagnose({ beforeEntryConditionState }).told).toEqual({ why: `stopped by ${why}` });
  });

  it.each([
    ['its conditions passed', { beforeEntryConditionState: PASSED, onSuccessConditionState: {} }],
    ['it has none', {}],
    ['somebody overrode it', { beforeEntryConditionState: { latestExecution: { status: 'Overridden' } } }],
  ])('tells nothing where %s', async (_, stage) => {
    expect(await diagnose(stage).told).toBeUndefined();
  });

  it('is not told of by the conditions of another execution', async () => {
    const stage = { beforeEntryConditionState: failing() };

    expect(await diagnose(stage, 'a newer one').told).toBeUndefined();
    expect(await diagnose({ ...stage, latestExecution: undefined }).told).toBeUndefined();
  });

  it.each([
    ['no such stage', { stageStates: [] }],
    ['nothing', {}],
    ['no such pipeline', refusal('PipelineNotFoundException')],
  ])('is not diagnosed where CodePipeline tells of %s', async (_, answer) => {
    const services = new FakeAwsServices({ CODEPIPELINE: new FakeAwsJson(answer) });

    expect(await diagnoseStage(STAGE, services)).toBeUndefined();
  });

  it.each([
    ['ThrottlingException', 400, 'rate_limited'],
    ['InternalFailure', 500, 'unavailable'],
    ['AccessDeniedException', 400, 'config'],
  ])('cannot be diagnosed after %s (HTTP %d): %s', async (name, status, code) => {
    const services = new FakeAwsServices({ CODEPIPELINE: new FakeAwsJson(refusal(name, status)) });

    await expect(diagnoseStage(STAGE, services)).rejects.toMatchObject({ code });
  });
});
