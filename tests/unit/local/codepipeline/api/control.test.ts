import {
  RetryStageExecutionCommand,
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

it('names an operation that it does not know', async () => {
  const { service } = createApi();

  await expect(service.handle('RollbackStage', {})).rejects.toMatchObject({
    name: 'UnknownOperationException',
    message: expect.stringMatching(/RollbackStage is not simulated; known are GetPipeline, /),
  });
});

function nameOf(error: Error): string {
  return error.name;
}
