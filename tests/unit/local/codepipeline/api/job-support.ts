import { GetPipelineStateCommand, ListActionExecutionsCommand } from '@aws-sdk/client-codepipeline';
import { FakeLambda } from '../job-support.ts';
import type { Api } from './support.ts';
import { createApi } from './support.ts';

/** The demo that has a gate. */
export const PIPELINE = 'orders-release';
export const UNKNOWN = '00000000-0000-4000-8000-000000000000';

/** The demo of a gate, when its function has the first job. */
export async function untilInvoked() {
  const lambda = new FakeLambda();
  const api = createApi(undefined, { invoke: lambda.invoke, jobFunctionName: 'jobs' });
  const { executions } = await api.service.runDemo('gated');
  await api.service.finished();
  return { ...api, lambda, jobId: lambda.lastJob.id, executionId: executions[0] };
}

export async function actionState({ client }: Api) {
  const { stageStates } = await client.send(new GetPipelineStateCommand({ name: PIPELINE }));
  return stageStates?.find(({ stageName }) => stageName === 'Gate')?.actionStates?.[0];
}

export async function lastDetail({ client }: Api, name: string) {
  const list = await client.send(new ListActionExecutionsCommand({ pipelineName: PIPELINE }));
  return list.actionExecutionDetails?.find(({ actionName }) => actionName === name);
}

export function long(length: number): string {
  return 'x'.repeat(length);
}

export function nameOf(error: unknown): string {
  return (error as Error).name;
}
