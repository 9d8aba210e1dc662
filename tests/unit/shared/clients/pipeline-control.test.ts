import type { CodePipelineClient } from '@aws-sdk/client-codepipeline';
import { PipelineNotFoundException } from '@aws-sdk/client-codepipeline';
import { describe, expect, it } from '@jest/globals';
import { createPipelineControl } from '#shared/clients/pipeline-control.ts';
import { EXECUTION_ID, PIPELINE, REGION, START } from '#tests/support/build-event.ts';
import { FakeSdkClient, sdkError } from '#tests/support/fake-sdk-client.ts';

const PLACE = { region: REGION, pipeline: PIPELINE, executionId: EXECUTION_ID, stage: 'Build' };
const AT = new Date(START * 1000);

function controlOver(...script: readonly unknown[]) {
  const client = new FakeSdkClient(...script);
  const regions: string[] = [];
  const clientOf = (region: string) => {
    regions.push(region);
    return client as unknown as CodePipelineClient;
  };
  return { control: createPipelineControl(clientOf), calls: client.calls, regions };
}

describe('pipeline control', () => {
  it('asks CodePipeline in the pipeline’s Region for exactly what is wanted', async () => {
    const { control, calls, regions } = controlOver({});

    const answers = [
      await control.retry(PLACE),
      await control.rollback(PLACE, 'target'),
      await control.stop(PLACE, 'Stopped by Ada'),
    ];

    expect(answers).toEqual(['TAKEN', 'TAKEN', 'TAKEN']);
    expect(regions).toEqual([REGION, REGION, REGION]);
    const pipelineName = PIPELINE;
    const pipelineExecutionId = EXECUTION_ID;
    expect(calls).toEqual([
      {
        command: 'RetryStageExecutionCommand',
        input: { pipelineName, stageName: 'Build', pipelineExecutionId, retryMode: 'FAILED_ACTIONS' },
      },
      {
        command: 'RollbackStageCommand',
        input: { pipelineName, stageName: 'Build', targetPipelineExecutionId: 'target' },
      },
      {
        command: 'StopPipelineExecutionCommand',
        input: { pipelineName, pipelineExecutionId, reason: 'Stopped by Ada' },
      },
    ]);
  });

  it.each([
    'StageNotRetryable',
    'NotLatestPipelineExecution',
    'PipelineExecutionNotStoppable',
    'DuplicatedStopRequest',
    'UnableToRollbackStage',
    'PipelineExecutionOutdated',
    'ConcurrentPipelineExecutionsLimitExceeded',
    'PipelineNotFound',
    'PipelineExecutionNotFound',
    'StageNotFound',
  ])('gives %s as an answer', async (refusal) => {
    const { control } = controlOver(sdkError(`${refusal}Exception`, 400));

    expect(await control.retry(PLACE)).toBe(refusal);
  });

  it.each([
    ['ConflictException', 400, 'unavailable'],
    ['ThrottlingException', 400, 'rate_limited'],
    ['InternalFailure', 500, 'unavailable'],
    ['TimeoutError', undefined, 'unavailable'],
    ['AccessDeniedException', 400, 'config'],
    ['ValidationException', 400, 'rejected'],
  ])('throws %s as %s %s, without what the service said', async (name, status, code) => {
    const { control } = controlOver(sdkError(name, status));

    const retried = control.retry(PLACE);

    await expect(retried).rejects.toMatchObject({ code, message: expect.not.stringContaining('canary') });
  });

  it('lists executions, and those that succeeded in a stage', async () => {
    const summary = { pipelineExecutionId: '1', status: 'Failed', startTime: AT };
    const rollback = { ...summary, rollbackMetadata: { rollbackTargetPipelineExecutionId: '0' } };
    const { control, calls } = controlOver({ pipelineExecutionSummaries: [rollback, summary] });

    const listed = await control.listExecutions(PLACE);
    await control.listExecutions(PLACE, 'Build');

    const plain = { executionId: '1', status: 'Failed', startedAt: START, updatedAt: START };
    expect(listed).toEqual([
      { ...plain, rollbackTo: '0' },
      { ...plain, rollbackTo: undefined },
    ]);
    expect(calls.map(({ input }) => input)).toEqual([
      { pipelineName: PIPELINE, maxResults: 100 },
      { pipelineName: PIPELINE, maxResults: 100, filter: { succeededInStage: { stageName: 'Build' } } },
    ]);
  });

  it('knows no executions of a pipeline that is not there', async () => {
    const { control } = controlOver(new PipelineNotFoundException({ message: '', $metadata: {} }));

    expect(await control.listExecutions(PLACE)).toBeUndefined();
  });

  it('finds where an execution is by the pipeline’s state', async () => {
    const latest = (status: string, pipelineExecutionId = EXECUTION_ID) => ({ status, pipelineExecutionId });
    const { control, calls } = controlOver({
      stageStates: [
        { stageName: 'Source', latestExecution: latest('Succeeded') },
        { stageName: 'Build', latestExecution: latest('Failed') },
        { stageName: 'Deploy', latestExecution: latest('Failed', 'another') },
      ],
    });

    expect(await control.findStage(PLACE)).toBe('Build');
    expect(calls).toHaveLength(1);
  });

  it('finds it by its last action where the state names another', async () => {
    const { control } = controlOver({ stageStates: [] }, { actionExecutionDetails: [{ stageName: 'Test' }] });

    expect(await control.findStage(PLACE)).toBe('Test');
  });

  it.each([
    [START, true],
    [START + 1, false],
  ])('sees whether the stage ran since %s: %s', async (since, expected) => {
    const { control } = controlOver({
      actionExecutionDetails: [
        { stageName: 'Build', startTime: AT },
        { stageName: 'Deploy', startTime: new Date((START + 9) * 1000) },
      ],
    });

    expect(await control.hasRunSince(PLACE, since)).toBe(expected);
  });
});
