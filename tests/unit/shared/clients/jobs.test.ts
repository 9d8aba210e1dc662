import type { CodePipelineClient } from '@aws-sdk/client-codepipeline';
import { InvalidJobStateException, JobNotFoundException } from '@aws-sdk/client-codepipeline';
import { describe, expect, it } from '@jest/globals';
import { createJobs } from '#shared/clients/jobs.ts';
import { FakeSdkClient, sdkError } from '#tests/support/fake-sdk-client.ts';

const JOB = '11111111-abcd-1111-abcd-111111abcdef';
const SAID = { message: 'canary', $metadata: {} };
const CONTEXT = {
  pipelineName: 'web-shop',
  pipelineArn: 'arn:aws:codepipeline:eu-west-1:111122223333:web-shop',
  pipelineExecutionId: 'e1',
  stage: { name: 'Gate' },
  action: { name: 'Hold', actionExecutionId: 'a1' },
};

function jobsOver(...script: readonly unknown[]) {
  const client = new FakeSdkClient(...script);
  return { jobs: createJobs(client as unknown as CodePipelineClient), calls: client.calls };
}

function details(context: unknown) {
  return {
    jobDetails: { data: { pipelineContext: context, artifactCredentials: { secretAccessKey: 'canary' } } },
  };
}

describe('jobs', () => {
  it('say which action of which execution they are of, and not their credentials', async () => {
    const { jobs, calls } = jobsOver(details(CONTEXT));

    expect(await jobs.getPlace(JOB)).toEqual({
      account: '111122223333',
      region: 'eu-west-1',
      pipeline: 'web-shop',
      executionId: 'e1',
      stage: 'Gate',
      action: 'Hold',
      actionExecutionId: 'a1',
    });
    expect(calls).toEqual([{ command: 'GetJobDetailsCommand', input: { jobId: JOB } }]);
  });

  it.each(['pipelineArn', 'pipelineName', 'pipelineExecutionId', 'stage', 'action'])(
    'are refused without %s',
    async (name) => {
      const { jobs } = jobsOver(details({ ...CONTEXT, [name]: undefined }));

      await expect(jobs.getPlace(JOB)).rejects.toMatchObject({ code: 'rejected' });
    },
  );

  it('are gone when CodePipeline does not know them', async () => {
    const { jobs } = jobsOver(new JobNotFoundException(SAID));

    expect(await jobs.getPlace(JOB)).toBe('GONE');
    expect(await jobs.fail(JOB, { type: 'JobFailed', message: 'x' })).toBe('CLOSED');
  });

  it('are answered with what is there', async () => {
    const { jobs, calls } = jobsOver({});

    await jobs.succeed(JOB, { summary: 'Done', externalId: 'x', outputVariables: { a: '1' } });
    await jobs.succeed(JOB, { summary: 'Done' });
    await jobs.pause(JOB, { summary: 'Waits', continuationToken: 't' });
    await jobs.fail(JOB, { type: 'ConfigurationError', message: 'wrong' });

    expect(calls.map(({ input }) => input)).toEqual([
      {
        jobId: JOB,
        executionDetails: { summary: 'Done', externalExecutionId: 'x' },
        outputVariables: { a: '1' },
      },
      { jobId: JOB, executionDetails: { summary: 'Done' } },
      { jobId: JOB, executionDetails: { summary: 'Waits' }, continuationToken: 't' },
      { jobId: JOB, failureDetails: { type: 'ConfigurationError', message: 'wrong' } },
    ]);
  });

  it('are closed once they have an answer', async () => {
    const { jobs } = jobsOver(new InvalidJobStateException(SAID));

    expect(await jobs.succeed(JOB, { summary: 'Done' })).toBe('CLOSED');
    expect(await jobs.pause(JOB, { summary: 'Waits', continuationToken: 't' })).toBe('CLOSED');
  });

  it.each([
    ['ThrottlingException', 400, 'rate_limited'],
    ['InternalFailure', 500, 'unavailable'],
    ['AccessDeniedException', 400, 'config'],
    ['OutputVariablesSizeExceededException', 400, 'rejected'],
  ])('fail with %s %s as %s, without what the service said', async (name, status, code) => {
    const { jobs } = jobsOver(sdkError(name, status));
    const failure = { code, message: expect.not.stringContaining('canary') };

    await expect(jobs.getPlace(JOB)).rejects.toMatchObject(failure);
    await expect(jobs.succeed(JOB, { summary: 'Done' })).rejects.toMatchObject(failure);
  });
});
