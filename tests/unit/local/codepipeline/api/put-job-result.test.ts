import type { PutJobSuccessResultCommandInput } from '@aws-sdk/client-codepipeline';
import { PutJobFailureResultCommand, PutJobSuccessResultCommand } from '@aws-sdk/client-codepipeline';
import { describe, expect, it } from '@jest/globals';
import { actionState, lastDetail, long, nameOf, PIPELINE, UNKNOWN, untilInvoked } from './job-support.ts';

const MOST_BYTES = 122_880;

describe('PutJobSuccessResult', () => {
  it('ends the action, and shows what it said and gave', async () => {
    const api = await untilInvoked();
    const executionDetails = { summary: 'Nobody objects', percentComplete: 100, externalExecutionId: 'g' };
    const outputVariables = { decision: 'approved', 'by@whom': 'Ada' };

    await api.client.send(
      new PutJobSuccessResultCommand({ jobId: api.jobId, executionDetails, outputVariables }),
    );
    await api.service.finished();

    expect((await actionState(api))?.latestExecution).toMatchObject({
      status: 'Succeeded',
      ...executionDetails,
      externalExecutionUrl: expect.stringContaining('/functions/jobs'),
    });
    expect(await lastDetail(api, 'LetIn')).toMatchObject({
      status: 'Succeeded',
      output: {
        executionResult: { externalExecutionSummary: 'Nobody objects', externalExecutionId: 'g' },
        outputVariables,
      },
    });
    expect(api.lambda.jobs).toHaveLength(2);
  });

  it('forgets what was said before, when the last answer says nothing', async () => {
    const api = await untilInvoked();
    const { client, service, lambda, jobId } = api;
    const executionDetails = { summary: 'Ada approves', percentComplete: 50 };
    await client.send(
      new PutJobSuccessResultCommand({ jobId, continuationToken: 'asked', executionDetails }),
    );
    await service.finished();

    await client.send(new PutJobSuccessResultCommand({ jobId: lambda.lastJob.id }));

    const { summary, percentComplete } = (await actionState(api))?.latestExecution ?? {};
    expect({ summary, percentComplete }).toEqual({ summary: undefined, percentComplete: undefined });
  });

  it.each<[string, string, Partial<PutJobSuccessResultCommandInput>]>([
    ['a job id that none can be', 'ValidationException', { jobId: 'mine' }],
    ['an unknown job', 'JobNotFoundException', { jobId: UNKNOWN }],
    ['an empty summary', 'ValidationException', { executionDetails: { summary: '' } }],
    ['a summary of 2,049 characters', 'ValidationException', { executionDetails: { summary: long(2049) } }],
    [
      'an external id of 1,501 characters',
      'ValidationException',
      { executionDetails: { externalExecutionId: long(1501) } },
    ],
    ['101 percent', 'ValidationException', { executionDetails: { percentComplete: 101 } }],
    ['an empty token', 'ValidationException', { continuationToken: '' }],
    ['a token of 2,049 characters', 'ValidationException', { continuationToken: long(2049) }],
    [
      'variables beside a token',
      'ValidationException',
      { continuationToken: 'x', outputVariables: { a: 'b' } },
    ],
    ['a variable with a dot in its name', 'ValidationException', { outputVariables: { 'a.b': 'c' } }],
    ['a variable without a name', 'ValidationException', { outputVariables: { '': 'c' } }],
    [
      'a variable that is no text',
      'ValidationException',
      { outputVariables: { count: 7 } as unknown as Record<string, string> },
    ],
    [
      'a revision without its change',
      'ValidationException',
      { currentRevision: { revision: 'r', changeIdentifier: '' } },
    ],
    [
      'variables of more bytes than are allowed',
      'OutputVariablesSizeExceededException',
      { outputVariables: { key: `${long(MOST_BYTES - 4)}é` } },
    ],
  ])('refuses %s', async (_, name, wrong) => {
    const api = await untilInvoked();

    const refused = await api.client
      .send(new PutJobSuccessResultCommand({ jobId: api.jobId, ...wrong }))
      .catch(nameOf);

    expect(refused).toBe(name);
    expect((await actionState(api))?.latestExecution?.status).toBe('InProgress');
    expect(api.lambda.jobs).toHaveLength(1);
  });

  it('takes everything at its limit', async () => {
    const api = await untilInvoked();

    await api.client.send(
      new PutJobSuccessResultCommand({
        jobId: api.jobId,
        executionDetails: { summary: long(2048), externalExecutionId: long(1500), percentComplete: 0 },
        outputVariables: { 'A-z_0@': long(MOST_BYTES - 6) },
      }),
    );

    expect((await actionState(api))?.latestExecution?.status).toBe('Succeeded');
  });

  it('takes one of two answers', async () => {
    const { client, jobId } = await untilInvoked();
    const give = () => client.send(new PutJobSuccessResultCommand({ jobId })).then(() => 'taken', nameOf);

    expect(await Promise.all([give(), give()])).toEqual(['taken', 'InvalidJobStateException']);
  });
});

describe('PutJobFailureResult', () => {
  it('ends the action, and shows why', async () => {
    const api = await untilInvoked();
    const failureDetails = {
      type: 'ConfigurationError' as const,
      message: 'There is no job gaet',
      externalExecutionId: 'gate-7',
    };

    await api.client.send(new PutJobFailureResultCommand({ jobId: api.jobId, failureDetails }));
    await api.service.finished();

    const errorDetails = { code: 'ConfigurationError', message: 'There is no job gaet' };
    expect((await actionState(api))?.latestExecution).toMatchObject({
      status: 'Failed',
      summary: 'There is no job gaet',
      externalExecutionId: 'gate-7',
      errorDetails,
    });
    expect((await lastDetail(api, 'LetIn'))?.output?.executionResult).toMatchObject({ errorDetails });
    expect(api.service.pipelines().find(({ name }) => name === PIPELINE)?.executions[0]?.state).toBe(
      'FAILED',
    );
  });

  it.each([
    'JobFailed',
    'ConfigurationError',
    'PermissionError',
    'RevisionOutOfSync',
    'RevisionUnavailable',
    'SystemUnavailable',
  ] as const)('takes the type %s, and a message of 5,000 characters', async (type) => {
    const api = await untilInvoked();
    const failureDetails = { type, message: long(5000) };

    await api.client.send(new PutJobFailureResultCommand({ jobId: api.jobId, failureDetails }));

    expect((await actionState(api))?.latestExecution?.errorDetails).toEqual({
      code: type,
      message: long(5000),
    });
  });

  it.each<[string, string, object]>([
    ['an unknown job', 'JobNotFoundException', { jobId: UNKNOWN }],
    ['no details', 'ValidationException', { failureDetails: undefined }],
    ['another type', 'ValidationException', { failureDetails: { type: 'Failed', message: 'x' } }],
    ['an empty message', 'ValidationException', { failureDetails: { type: 'JobFailed', message: '' } }],
    [
      'a message of 5,001 characters',
      'ValidationException',
      { failureDetails: { type: 'JobFailed', message: long(5001) } },
    ],
    [
      'an external id of 1,501 characters',
      'ValidationException',
      { failureDetails: { type: 'JobFailed', message: 'x', externalExecutionId: long(1501) } },
    ],
  ])('refuses %s', async (_, name, wrong) => {
    const api = await untilInvoked();
    const failureDetails = { type: 'JobFailed' as const, message: 'x' };

    const refused = await api.client
      .send(new PutJobFailureResultCommand({ jobId: api.jobId, failureDetails, ...wrong }))
      .catch(nameOf);

    expect(refused).toBe(name);
    expect((await actionState(api))?.latestExecution?.status).toBe('InProgress');
  });

  it('comes too late after a success', async () => {
    const { client, jobId } = await untilInvoked();
    await client.send(new PutJobSuccessResultCommand({ jobId }));
    const failureDetails = { type: 'JobFailed' as const, message: 'x' };

    const refused = client.send(new PutJobFailureResultCommand({ jobId, failureDetails })).catch(nameOf);

    expect(await refused).toBe('InvalidJobStateException');
  });
});
