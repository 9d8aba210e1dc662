import {
  GetPipelineExecutionCommand,
  GetPipelineStateCommand,
  ListPipelineExecutionsCommand,
  RetryStageExecutionCommand,
  RollbackStageCommand,
  StartPipelineExecutionCommand,
  StopPipelineExecutionCommand,
} from '@aws-sdk/client-codepipeline';
import { describe, expect, it } from '@jest/globals';
import { createApi, standStill } from './support.ts';

const UNKNOWN_ID = '00000000-0000-4000-8000-000000000000';

describe('StartPipelineExecution', () => {
  it('starts what goes well', async () => {
    const { client, service } = createApi();

    const { pipelineExecutionId } = await client.send(
      new StartPipelineExecutionCommand({ name: 'payments-api' }),
    );
    await service.finished();

    const view = service.pipelines().find(({ name }) => name === 'payments-api');
    expect(view?.executions).toMatchObject([{ id: pipelineExecutionId, state: 'SUCCEEDED' }]);
  });

  it('starts once for one request token', async () => {
    const { client } = createApi(standStill);
    const command = { name: 'payments-api', clientRequestToken: 'release-17' };

    const first = await client.send(new StartPipelineExecutionCommand(command));
    const again = await client.send(new StartPipelineExecutionCommand(command));

    expect(again.pipelineExecutionId).toBe(first.pipelineExecutionId);
  });

  it('refuses what it cannot simulate instead of ignoring it', async () => {
    const { client } = createApi();
    const sourceRevisions = [
      { actionName: 'Checkout', revisionType: 'COMMIT_ID' as const, revisionValue: 'abc' },
    ];

    const sent = client.send(new StartPipelineExecutionCommand({ name: 'payments-api', sourceRevisions }));

    await expect(sent).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining('sourceRevisions'),
    });
  });
});

describe('StopPipelineExecution', () => {
  it('stops with a reason', async () => {
    const gate = Promise.withResolvers<void>();
    const { client, service } = createApi(() => gate.promise);
    const { executions } = await service.runDemo('succeeds');
    const asked = {
      pipelineName: 'web-storefront',
      pipelineExecutionId: executions[0],
      abandon: true,
      reason: 'Not today',
    };

    await client.send(new StopPipelineExecutionCommand(asked));
    gate.resolve();
    await service.finished();

    expect(service.pipelines()[0]?.executions[0]?.state).toBe('STOPPED');
  });

  it('refuses what has ended, what does not exist and a reason that is too long', async () => {
    const { client, service } = createApi();
    const { executions } = await service.runDemo('succeeds');
    await service.finished();
    const ended = { pipelineName: 'web-storefront', pipelineExecutionId: executions[0] };
    const asked = [
      ended,
      { ...ended, pipelineExecutionId: UNKNOWN_ID },
      { ...ended, reason: 'x'.repeat(201) },
    ];

    const names = asked.map((input) => client.send(new StopPipelineExecutionCommand(input)).catch(nameOf));

    expect(await Promise.all(names)).toEqual([
      'PipelineExecutionNotStoppableException',
      'PipelineExecutionNotFoundException',
      'ValidationException',
    ]);
  });
});

describe('RetryStageExecution', () => {
  it('refuses a stage that does not exist and one that has not failed', async () => {
    const { client, service } = createApi();
    const { executions } = await service.runDemo('fails-in-build');
    await service.finished();
    const asked = {
      pipelineName: 'payments-api',
      pipelineExecutionId: executions[0],
      retryMode: 'ALL_ACTIONS' as const,
    };

    const names = ['Nowhere', 'Source', 'Deploy'].map((stageName) =>
      client.send(new RetryStageExecutionCommand({ ...asked, stageName })).catch(nameOf),
    );

    expect(await Promise.all(names)).toEqual([
      'StageNotFoundException',
      'StageNotRetryableException',
      'StageNotRetryableException',
    ]);
  });

  it('fails again where the change is at fault', async () => {
    const { client, service } = createApi();
    const { executions } = await service.runDemo('fails-in-build');
    await service.finished();

    await client.send(
      new RetryStageExecutionCommand({
        pipelineName: 'payments-api',
        stageName: 'Build',
        pipelineExecutionId: executions[0],
        retryMode: 'FAILED_ACTIONS',
      }),
    );
    await service.finished();

    const view = service.pipelines().find(({ name }) => name === 'payments-api');
    expect(view?.executions[0]).toMatchObject({ state: 'FAILED', attempt: 2 });
  });
});

describe('RollbackStage', () => {
  it('starts an execution that says what it is and carries the revision it goes back to', async () => {
    const { client, service } = createApi();
    const target = (await service.runDemo('succeeds')).executions[0];
    await service.finished();
    const pipelineName = 'web-storefront';

    const { pipelineExecutionId } = await client.send(
      new RollbackStageCommand({ pipelineName, stageName: 'Deploy', targetPipelineExecutionId: target }),
    );
    await service.finished();

    const { pipelineExecution } = await client.send(
      new GetPipelineExecutionCommand({ pipelineName, pipelineExecutionId }),
    );
    const state = await client.send(new GetPipelineStateCommand({ name: pipelineName }));
    const list = await client.send(new ListPipelineExecutionsCommand({ pipelineName }));
    const rollback = {
      executionType: 'ROLLBACK',
      rollbackMetadata: { rollbackTargetPipelineExecutionId: target },
      trigger: { triggerType: 'ManualRollback', triggerDetail: target },
      status: 'Succeeded',
    };
    expect(pipelineExecution).toMatchObject({
      ...rollback,
      artifactRevisions: [{ name: 'SourceCode', revisionId: '4f2c9d1be07a3c5d8e6f9a0b1c2d3e4f5a6b7c8d' }],
    });
    expect(list.pipelineExecutionSummaries).toMatchObject([
      { ...rollback, pipelineExecutionId },
      { executionType: 'STANDARD' },
    ]);
    expect(list.pipelineExecutionSummaries?.[1]?.rollbackMetadata).toBeUndefined();
    expect(state.stageStates?.map((stage) => stage.latestExecution?.type)).toEqual([
      'STANDARD',
      'STANDARD',
      'STANDARD',
      'ROLLBACK',
    ]);
  });

  it('refuses what does not exist and what never succeeded there', async () => {
    const { client, service } = createApi();
    const target = (await service.runDemo('fails-in-build')).executions[0] ?? '';
    await service.finished();
    const good = { pipelineName: 'payments-api', stageName: 'Build', targetPipelineExecutionId: target };
    const asked = [
      { ...good, pipelineName: 'nobody' },
      { ...good, stageName: 'Nowhere' },
      { ...good, targetPipelineExecutionId: UNKNOWN_ID },
      { ...good, targetPipelineExecutionId: 'mine' },
      good,
    ];

    const names = asked.map((input) => client.send(new RollbackStageCommand(input)).catch(nameOf));

    expect(await Promise.all(names)).toEqual([
      'PipelineNotFoundException',
      'StageNotFoundException',
      'PipelineExecutionNotFoundException',
      'ValidationException',
      'UnableToRollbackStageException',
    ]);
  });
});

it('names an operation that it does not know', async () => {
  const { service } = createApi();

  await expect(service.handle('DisableStageTransition', {})).rejects.toMatchObject({
    name: 'UnknownOperationException',
    message: expect.stringMatching(/DisableStageTransition is not simulated; known are GetPipeline, /),
  });
});

function nameOf(error: Error): string {
  return error.name;
}
