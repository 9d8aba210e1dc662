import {
  GetPipelineCommand,
  GetPipelineExecutionCommand,
  GetPipelineStateCommand,
  ListActionExecutionsCommand,
  ListPipelineExecutionsCommand,
} from '@aws-sdk/client-codepipeline';
import { describe, expect, it } from '@jest/globals';
import { createApi, standStill } from './support.ts';

const UNKNOWN_ID = '00000000-0000-4000-8000-000000000000';

describe('GetPipeline', () => {
  it('tells the structure in order', async () => {
    const { client } = createApi();

    const { pipeline, metadata } = await client.send(new GetPipelineCommand({ name: 'web-storefront' }));

    expect(pipeline).toMatchObject({ version: 12, pipelineType: 'V2', executionMode: 'SUPERSEDED' });
    expect(pipeline?.stages?.map((stage) => stage.name)).toEqual(['Source', 'Build', 'Staging', 'Deploy']);
    expect(pipeline?.stages?.[1]?.actions?.map(({ name, runOrder }) => [name, runOrder])).toEqual([
      ['Lint', 1],
      ['UnitTests', 1],
      ['Bundle', 2],
    ]);
    expect(pipeline?.stages?.[3]?.actions?.[0]?.actionTypeId).toEqual({
      owner: 'AWS',
      category: 'Deploy',
      provider: 'CodeDeploy',
      version: '1',
    });
    expect(metadata?.pipelineArn).toBe('arn:aws:codepipeline:eu-west-1:111122223333:web-storefront');
    expect(metadata?.created).toEqual(new Date('2026-03-04T09:15:02.417Z'));
  });

  it('knows every pipeline of the demos', async () => {
    const { client, service } = createApi();

    for (const { name, stages } of service.pipelines()) {
      const { pipeline } = await client.send(new GetPipelineCommand({ name }));
      expect(pipeline?.stages).toHaveLength(stages.length);
    }
  });

  it('refuses an unknown pipeline, an unknown version and an impossible name', async () => {
    const { client } = createApi();

    const asked = [{ name: 'nobody' }, { name: 'web-storefront', version: 11 }, { name: 'a b' }];
    const names = await Promise.all(
      asked.map((input) => errorName(client.send(new GetPipelineCommand(input)))),
    );

    expect(names).toEqual([
      'PipelineNotFoundException',
      'PipelineVersionNotFoundException',
      'ValidationException',
    ]);
  });
});

describe('GetPipelineState', () => {
  it('tells the latest execution of each stage and why an action failed', async () => {
    const { client, service } = createApi();
    const { executions } = await service.runDemo('fails-in-build');
    await service.finished();

    const state = await client.send(new GetPipelineStateCommand({ name: 'payments-api' }));

    const [source, build, deploy] = state.stageStates ?? [];
    expect(source?.latestExecution).toMatchObject({
      pipelineExecutionId: executions[0],
      status: 'Succeeded',
    });
    expect(source?.actionStates?.[0]?.currentRevision?.revisionId).toBe(
      '9b1e6c2f4d8a70315fe2b6c7d8091a2b3c4d5e6f',
    );
    expect(build?.latestExecution?.status).toBe('Failed');
    expect(build?.actionStates?.[1]?.latestExecution).toMatchObject({
      status: 'Failed',
      externalExecutionId: expect.stringMatching(/^payments-api-test:/),
      errorDetails: { code: 'JobFailed', message: expect.stringContaining('npm test') },
    });
    expect(deploy?.latestExecution).toBeUndefined();
  });

  it('tells who waits for a stage', async () => {
    const { client, service } = createApi(standStill);
    await service.runDemo('retried');
    const { executions } = await service.runDemo('retried');

    const state = await client.send(new GetPipelineStateCommand({ name: 'search-indexer' }));

    const waiting = { pipelineExecutionId: executions[0], status: 'InProgress', type: 'STANDARD' };
    expect(state.stageStates?.[0]?.inboundExecution).toEqual(waiting);
    expect(state.stageStates?.[0]?.inboundExecutions).toEqual([waiting]);
  });

  it('tells parallel executions not apart', async () => {
    const { client, service } = createApi();
    await service.runDemo('two-at-once');
    await service.finished();

    const state = await client.send(new GetPipelineStateCommand({ name: 'docs-preview' }));

    expect(state.stageStates?.map((stage) => stage.latestExecution)).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe('GetPipelineExecution', () => {
  it('tells status, trigger and revisions', async () => {
    const { client, service } = createApi();
    const pipelineExecutionId = (await service.runDemo('retried')).executions[0];
    await service.finished();

    const { pipelineExecution } = await client.send(
      new GetPipelineExecutionCommand({ pipelineName: 'search-indexer', pipelineExecutionId }),
    );

    expect(pipelineExecution).toMatchObject({
      status: 'Succeeded',
      pipelineVersion: 9,
      executionMode: 'QUEUED',
      trigger: { triggerType: 'WebhookV2', triggerDetail: expect.stringContaining(':connection/') },
      artifactRevisions: [
        { name: 'SourceCode', revisionSummary: expect.stringContaining('"ProviderType":"GitHub"') },
      ],
    });
  });

  it('has no revisions before the source action has ended', async () => {
    const { client, service } = createApi(standStill);
    const pipelineExecutionId = (await service.runDemo('retried')).executions[0];

    const { pipelineExecution } = await client.send(
      new GetPipelineExecutionCommand({ pipelineName: 'search-indexer', pipelineExecutionId }),
    );

    expect(pipelineExecution).toMatchObject({ status: 'InProgress', artifactRevisions: [] });
  });

  it('refuses an execution of another pipeline', async () => {
    const { client, service } = createApi(standStill);
    const pipelineExecutionId = (await service.runDemo('retried')).executions[0];
    const asked = { pipelineName: 'web-storefront', pipelineExecutionId };

    const name = await errorName(client.send(new GetPipelineExecutionCommand(asked)));

    expect(name).toBe('PipelineExecutionNotFoundException');
  });
});

describe('ListPipelineExecutions', () => {
  it('tells the newest first, with statuses in the words of the API', async () => {
    const { client, service } = createApi();
    const { executions } = await service.runDemo('superseded');
    await service.finished();

    const { pipelineExecutionSummaries: summaries } = await client.send(
      new ListPipelineExecutionsCommand({ pipelineName: 'mobile-backend' }),
    );

    expect(summaries?.map((summary) => summary.pipelineExecutionId)).toEqual(executions.toReversed());
    expect(summaries?.map((summary) => summary.status)).toEqual(['Succeeded', 'Superseded', 'Succeeded']);
    expect(summaries?.[2]?.startTime).toEqual(new Date('2026-03-04T09:15:02.417Z'));
    expect(summaries?.[2]?.lastUpdateTime).toEqual(new Date('2026-03-04T09:15:11.117Z'));
    expect(summaries?.[0]?.sourceRevisions?.[0]?.actionName).toBe('Checkout');
  });

  it('gives pages, and refuses a token that is not its own', async () => {
    const { client, service } = createApi();
    const { executions } = await service.runDemo('superseded');
    await service.finished();
    const asked = { pipelineName: 'mobile-backend', maxResults: 2 };

    const first = await client.send(new ListPipelineExecutionsCommand(asked));
    const rest = await client.send(
      new ListPipelineExecutionsCommand({ ...asked, nextToken: String(first.nextToken) }),
    );
    const error = await errorName(
      client.send(new ListPipelineExecutionsCommand({ ...asked, nextToken: 'mine' })),
    );

    const ids = [first, rest].flatMap((page) => page.pipelineExecutionSummaries ?? []);
    expect(ids.map((summary) => summary.pipelineExecutionId)).toEqual(executions.toReversed());
    expect(rest.nextToken).toBeUndefined();
    expect(error).toBe('InvalidNextTokenException');
  });

  it('finds those that succeeded in a stage', async () => {
    const { client, service } = createApi();
    const { executions } = await service.runDemo('two-at-once');
    await service.finished();

    const { pipelineExecutionSummaries } = await client.send(
      new ListPipelineExecutionsCommand({
        pipelineName: 'docs-preview',
        filter: { succeededInStage: { stageName: 'Check' } },
      }),
    );

    expect(pipelineExecutionSummaries?.map((summary) => summary.pipelineExecutionId)).toEqual([
      executions[0],
    ]);
  });

  it('tells why an execution was stopped', async () => {
    const { client, service } = createApi();
    await service.runDemo('stopped');
    await service.finished();

    const { pipelineExecutionSummaries } = await client.send(
      new ListPipelineExecutionsCommand({ pipelineName: 'data-platform' }),
    );

    expect(pipelineExecutionSummaries?.[0]).toMatchObject({
      status: 'Stopped',
      stopTrigger: { reason: expect.stringContaining('Wrong branch') },
    });
  });
});

describe('ListActionExecutions', () => {
  it('tells every run of one execution, newest first, with its result', async () => {
    const { client, service } = createApi();
    const pipelineExecutionId = (await service.runDemo('retried')).executions[0];
    await service.finished();
    await service.runDemo('retried');
    await service.finished();

    const { actionExecutionDetails: details } = await client.send(
      new ListActionExecutionsCommand({ pipelineName: 'search-indexer', filter: { pipelineExecutionId } }),
    );

    expect(details?.map(({ actionName, status }) => `${actionName} ${status}`)).toEqual([
      'Service Succeeded',
      'Integration Succeeded',
      'Licenses Succeeded',
      'Integration Failed',
      'Compile Succeeded',
      'Checkout Succeeded',
    ]);
    expect(details?.[3]?.output?.executionResult?.errorDetails?.message).toContain('wait-for-cluster');
    expect(details?.[5]?.output?.outputVariables).toMatchObject({
      AuthorDate: '2026-03-04T09:14:17Z',
      AuthorEmail: 'efua.owusu@example.com',
      BranchName: 'main',
    });
    expect(details?.[5]?.input?.namespace).toBe('SourceVariables');
    expect(details?.[4]?.input).toMatchObject({
      configuration: { ProjectName: 'search-indexer' },
      inputArtifacts: [{ name: 'SourceCode' }],
    });
  });

  it('narrows to the latest attempt', async () => {
    const { client, service } = createApi();
    const pipelineExecutionId = (await service.runDemo('retried')).executions[0] ?? '';
    await service.finished();

    const { actionExecutionDetails } = await client.send(
      new ListActionExecutionsCommand({
        pipelineName: 'search-indexer',
        filter: { latestInPipelineExecution: { pipelineExecutionId, startTimeRange: 'Latest' } },
      }),
    );

    expect(actionExecutionDetails?.map(({ actionName }) => actionName)).toEqual(['Service', 'Integration']);
  });

  it('refuses an execution that does not exist', async () => {
    const { client } = createApi();
    const filter = { pipelineExecutionId: UNKNOWN_ID };

    const sent = client.send(new ListActionExecutionsCommand({ pipelineName: 'search-indexer', filter }));

    expect(await errorName(sent)).toBe('PipelineExecutionNotFoundException');
  });
});

async function errorName(sent: Promise<unknown>): Promise<string> {
  return sent.then(
    () => 'no error',
    (error: Error) => error.name,
  );
}
