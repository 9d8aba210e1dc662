import type { PutApprovalResultCommandInput } from '@aws-sdk/client-codepipeline';
import {
  GetPipelineCommand,
  GetPipelineStateCommand,
  ListActionExecutionsCommand,
  PutApprovalResultCommand,
} from '@aws-sdk/client-codepipeline';
import { describe, expect, it } from '@jest/globals';
import { START } from '../support.ts';
import type { Api } from './support.ts';
import { createApi } from './support.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const UNKNOWN = '00000000-0000-4000-8000-000000000000';
const CALLER = 'arn:aws:sts::111122223333:assumed-role/Release/local';

describe('an open approval', () => {
  it('shows its token in the state of the pipeline', async () => {
    const api = await untilAsked();

    const latest = await latestExecution(api);

    expect(latest).toMatchObject({ status: 'InProgress', token: expect.stringMatching(UUID) });
    expect(latest?.token).not.toBe(latest?.actionExecutionId);
    expect(latest?.lastUpdatedBy).toBeUndefined();
  });

  it('shows its question and its time in the structure', async () => {
    const { client } = await untilAsked();

    const { pipeline } = await client.send(new GetPipelineCommand({ name: 'orders-api' }));

    const action = pipeline?.stages?.find(({ name }) => name === 'Approve')?.actions?.[0];
    expect(action).toMatchObject({
      actionTypeId: { category: 'Approval', owner: 'AWS', provider: 'Manual', version: '1' },
      configuration: {
        NotificationArn: 'arn:aws:sns:eu-west-1:111122223333:approvals',
        ExternalEntityLink: 'https://staging.example.com/orders',
        CustomData: expect.any(String),
      },
      timeoutInMinutes: 1440,
    });
  });

  it('shows its token among the action executions in PARALLEL mode, and there only', async () => {
    const { client, service } = createApi();
    const { executions } = await service.runDemo('approvals-in-parallel');
    await service.finished();

    const state = await client.send(new GetPipelineStateCommand({ name: 'campaign-pages' }));
    const tokens = await Promise.all(executions.map((id) => parallelToken({ client, service }, id)));

    expect(JSON.stringify(state)).not.toContain('token');
    expect(tokens).toEqual([expect.stringMatching(UUID), expect.stringMatching(UUID)]);
    expect(new Set(tokens).size).toBe(2);
  });

  it('has no token among the action executions in other modes', async () => {
    const { client } = await untilAsked();

    const list = await client.send(new ListActionExecutionsCommand({ pipelineName: 'orders-api' }));

    expect(list.actionExecutionDetails?.[0]).toMatchObject({ actionName: 'ReleaseManager' });
    expect(list.actionExecutionDetails?.[0]?.output?.executionResult).toBeUndefined();
  });
});

describe('PutApprovalResult', () => {
  it('lets the release go on, and everybody see who said what', async () => {
    const api = await untilAsked();
    const { client, service } = api;

    const { approvedAt } = await client.send(new PutApprovalResultCommand(await approved(api)));
    await service.finished();

    const latest = await latestExecution(api);
    const list = await client.send(new ListActionExecutionsCommand({ pipelineName: 'orders-api' }));
    const detail = list.actionExecutionDetails?.find(({ actionName }) => actionName === 'ReleaseManager');
    expect(approvedAt?.getTime()).toBeGreaterThan(START);
    expect(latest).toMatchObject({ status: 'Succeeded', summary: 'Looks good', lastUpdatedBy: CALLER });
    expect(latest?.token).toBeUndefined();
    expect(detail).toMatchObject({
      status: 'Succeeded',
      updatedBy: CALLER,
      output: { executionResult: { externalExecutionSummary: 'Looks good' } },
    });
    expect(executionOf(api)?.state).toBe('SUCCEEDED');
  });

  it('fails the release', async () => {
    const api = await untilAsked();
    const result = { status: 'Rejected' as const, summary: 'Not today' };

    await api.client.send(new PutApprovalResultCommand({ ...(await approved(api)), result }));
    await api.service.finished();

    expect(await latestExecution(api)).toMatchObject({
      status: 'Failed',
      summary: 'Not today',
      lastUpdatedBy: CALLER,
      errorDetails: { code: 'JobFailed', message: 'Not today' },
    });
    expect(executionOf(api)?.state).toBe('FAILED');
  });

  it('answers one of two executions in PARALLEL mode', async () => {
    const { client, service } = createApi();
    const { executions } = await service.runDemo('approvals-in-parallel');
    await service.finished();
    const [token] = await Promise.all(executions.map((id) => parallelToken({ client, service }, id)));

    await client.send(
      new PutApprovalResultCommand({
        pipelineName: 'campaign-pages',
        stageName: 'Approve',
        actionName: 'Marketing',
        token,
        result: { status: 'Approved', summary: '' },
      }),
    );
    await service.finished();

    const view = service.pipelines().find(({ name }) => name === 'campaign-pages');
    expect(view?.executions.map(({ id, state }) => [id, state])).toEqual([
      [executions[1], 'STARTED'],
      [executions[0], 'SUCCEEDED'],
    ]);
  });

  it('lets one of two win', async () => {
    const api = await untilAsked();
    const command = await approved(api);

    const names = await Promise.all([errorName(api, command), errorName(api, command)]);

    expect(names).toEqual(['no error', 'ApprovalAlreadyCompletedException']);
  });

  it.each<[string, string, Record<string, unknown>]>([
    ['a name that none can be', 'ValidationException', { pipelineName: 'a b' }],
    ['an unknown pipeline', 'PipelineNotFoundException', { pipelineName: 'no', stageName: 'no', token: '' }],
    ['an unknown stage', 'StageNotFoundException', { stageName: 'no', actionName: 'no', token: '' }],
    ['an unknown action', 'ActionNotFoundException', { actionName: 'no', token: '' }],
    ['no result', 'ValidationException', { result: undefined, token: UNKNOWN }],
    ['no summary', 'ValidationException', { result: { status: 'Approved' }, token: UNKNOWN }],
    ['another status', 'ValidationException', { result: { status: 'approved', summary: '' } }],
    [
      'a summary of 513 characters',
      'ValidationException',
      { result: { status: 'Approved', summary: 'x'.repeat(513) }, token: UNKNOWN },
    ],
    ['a token that none can be', 'ValidationException', { token: 'mine' }],
    ['an unknown token', 'InvalidApprovalTokenException', { token: UNKNOWN }],
    [
      'the token of another action',
      'InvalidApprovalTokenException',
      { stageName: 'Staging', actionName: 'Service' },
    ],
  ])('refuses %s', async (_, name, wrong) => {
    const api = await untilAsked();

    const refused = await errorName(api, { ...(await approved(api)), ...wrong });

    expect(refused).toBe(name);
    expect(executionOf(api)?.state).toBe('STARTED');
  });

  it('takes a summary of 512 characters', async () => {
    const api = await untilAsked();
    const result = { status: 'Approved' as const, summary: 'x'.repeat(512) };

    const name = await errorName(api, { ...(await approved(api)), result });

    expect(name).toBe('no error');
  });

  it('never repeats a token in what it refuses', async () => {
    const api = await untilAsked();
    const command = await approved(api);
    await api.client.send(new PutApprovalResultCommand(command));
    const asked = [command, { ...command, token: UNKNOWN }, { ...command, token: 'mine-and-yours' }];

    const messages = await Promise.all(
      asked.map((input) =>
        api.client.send(new PutApprovalResultCommand(input)).catch((error: Error) => error.message),
      ),
    );

    for (const [index, message] of messages.entries())
      expect(message).not.toContain(asked[index]?.token ?? '');
  });
});

/** The demo whose execution has come to its approval. */
async function untilAsked(): Promise<Api> {
  const api = createApi();
  await api.service.runDemo('needs-approval');
  await api.service.finished();
  return api;
}

async function approved(api: Api): Promise<PutApprovalResultCommandInput> {
  return {
    pipelineName: 'orders-api',
    stageName: 'Approve',
    actionName: 'ReleaseManager',
    token: (await latestExecution(api))?.token,
    result: { status: 'Approved', summary: 'Looks good' },
  };
}

async function latestExecution({ client }: Api) {
  const { stageStates } = await client.send(new GetPipelineStateCommand({ name: 'orders-api' }));
  return stageStates?.find(({ stageName }) => stageName === 'Approve')?.actionStates?.[0]?.latestExecution;
}

async function parallelToken({ client }: Api, pipelineExecutionId: string): Promise<string | undefined> {
  const { actionExecutionDetails } = await client.send(
    new ListActionExecutionsCommand({ pipelineName: 'campaign-pages', filter: { pipelineExecutionId } }),
  );
  return actionExecutionDetails?.[0]?.output?.executionResult?.externalExecutionId;
}

function executionOf({ service }: Api) {
  return service.pipelines().find(({ name }) => name === 'orders-api')?.executions[0];
}

async function errorName({ client }: Api, input: unknown): Promise<string> {
  return client.send(new PutApprovalResultCommand(input as PutApprovalResultCommandInput)).then(
    () => 'no error',
    (error: Error) => error.name,
  );
}
