import {
  GetJobDetailsCommand,
  GetPipelineCommand,
  PutJobSuccessResultCommand,
} from '@aws-sdk/client-codepipeline';
import { describe, expect, it } from '@jest/globals';
import { ARTIFACT_CREDENTIALS } from '#local/codepipeline/artifact-credentials.ts';
import { actionState, lastDetail, nameOf, PIPELINE, UNKNOWN, untilInvoked } from './job-support.ts';

const COMMIT = 'b5d7f9a1c3e4d6f8a0b2c4e5d7f9a1b3c5d6e8f0';

describe('GetJobDetails', () => {
  it('tells what the event tells, and which action of which execution asks', async () => {
    const { client, lambda, jobId, executionId } = await untilInvoked();

    const { jobDetails } = await client.send(new GetJobDetailsCommand({ jobId }));

    expect(jobDetails).toEqual({
      id: jobId,
      accountId: '111122223333',
      data: {
        ...lambda.lastJob.data,
        artifactCredentials: ARTIFACT_CREDENTIALS,
        actionTypeId: { category: 'Invoke', owner: 'AWS', provider: 'Lambda', version: '1' },
        pipelineContext: {
          pipelineName: PIPELINE,
          pipelineArn: `arn:aws:codepipeline:eu-west-1:111122223333:${PIPELINE}`,
          pipelineExecutionId: executionId,
          stage: { name: 'Gate' },
          action: { name: 'LetIn', actionExecutionId: expect.stringMatching(/^[0-9a-f-]{36}$/) },
        },
      },
    });
  });

  it('tells of a job that has its answer, and of the one after it, each with its own token', async () => {
    const { client, service, lambda, jobId } = await untilInvoked();
    await client.send(new PutJobSuccessResultCommand({ jobId, continuationToken: 'asked' }));
    await service.finished();

    const [old, present] = await Promise.all(
      [jobId, lambda.lastJob.id].map((id) => client.send(new GetJobDetailsCommand({ jobId: id }))),
    );

    expect(old?.jobDetails?.data?.continuationToken).toBeUndefined();
    expect(present?.jobDetails?.data?.continuationToken).toBe('asked');
  });

  it('knows no other job', async () => {
    const { client } = await untilInvoked();

    expect(await client.send(new GetJobDetailsCommand({ jobId: UNKNOWN })).catch(nameOf)).toBe(
      'JobNotFoundException',
    );
    expect(await client.send(new GetJobDetailsCommand({ jobId: 'mine' })).catch(nameOf)).toBe(
      'ValidationException',
    );
  });
});

describe('a Lambda action', () => {
  it('shows what was asked, with the values of the variables beside their names', async () => {
    const api = await untilInvoked();

    const detail = await lastDetail(api, 'LetIn');

    expect(detail?.input?.configuration?.['UserParameters']).toContain('#{SourceVariables.CommitId}');
    expect(detail?.input?.resolvedConfiguration).toEqual({
      FunctionName: 'jobs',
      UserParameters: `{"job":"gate","approval":{"question":"Let ${COMMIT} into production?"},"maxWaitMinutes":60}`,
    });
  });

  it('shows its namespace in the structure', async () => {
    const { client } = await untilInvoked();

    const { pipeline } = await client.send(new GetPipelineCommand({ name: 'catalog-api' }));

    const namespaces = pipeline?.stages?.map(({ actions }) => actions?.[0]?.namespace);
    expect(namespaces).toEqual(['SourceVariables', undefined, undefined, 'SmokeTest', undefined]);
  });

  it('shows how far it is while it goes on', async () => {
    const api = await untilInvoked();
    const executionDetails = { summary: 'Ada approves', percentComplete: 50, externalExecutionId: 'gate-7' };
    const currentRevision = { revision: 'r7', changeIdentifier: 'c7', created: new Date(1_772_000_000_000) };

    await api.client.send(
      new PutJobSuccessResultCommand({
        jobId: api.jobId,
        continuationToken: 'asked',
        executionDetails,
        currentRevision,
      }),
    );

    const { latestExecution, currentRevision: shown } = (await actionState(api)) ?? {};
    expect(latestExecution).toMatchObject({ status: 'InProgress', ...executionDetails });
    expect(latestExecution?.errorDetails).toBeUndefined();
    expect(shown).toEqual({
      revisionId: 'r7',
      revisionChangeId: 'c7',
      created: new Date(1_772_000_000_000),
    });
    expect((await lastDetail(api, 'LetIn'))?.output).toMatchObject({
      executionResult: { externalExecutionSummary: 'Ada approves', externalExecutionId: 'gate-7' },
      outputVariables: {},
    });
  });
});
