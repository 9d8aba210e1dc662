import type { App } from '#shared/app.ts';
import type { Command } from '#shared/runtime/command-entry.ts';
import { findRequest } from '#shared/store/requests.ts';
import { notThere } from './control-words.ts';
import { type PerformApp, perform, type Target } from './perform.ts';
import { tell } from './tell.ts';
import { type Problem, withPatience } from './with-patience.ts';

type Order = Extract<Command, { readonly kind: 'order' }>;

export type OrderApp = PerformApp & Pick<App, 'region'>;

const WANTED: Readonly<Record<Order['action'], string>> = { retry: 'Failed', stop: 'InProgress' };
const NONE: Readonly<Record<Order['action'], (pipeline: string) => string>> = {
  retry: (pipeline) => `No execution of ${pipeline} has failed.`,
  stop: (pipeline) => `Nothing of ${pipeline} runs.`,
};

/** A slash command: about the newest execution of a pipeline that it can be about. A repeat is about the same one. */
export async function order(command: Order, app: OrderApp): Promise<void> {
  const { pipeline, request } = command;
  const before = await findRequest(app.table, request);
  const found = before ?? (await withPatience(command, app, () => findTarget(command, app)));
  if ('problem' in found) return tell(command, found.problem, app);
  const { executionId, stage } = found;
  const identity = { account: app.account, region: app.region, pipeline, executionId };
  await perform({ command, target: { identity, stage, startedAt: 0 }, app });
}

type Found = Pick<Target, 'stage'> & { readonly executionId: string };

async function findTarget({ pipeline, action }: Order, app: OrderApp): Promise<Found | Problem> {
  const { region, pipelineControl } = app;
  const executions = await pipelineControl.listExecutions({ region, pipeline });
  if (executions === undefined) return { problem: notThere({ pipeline, region }) };
  const newest = executions.find(({ status }) => status === WANTED[action]);
  if (newest === undefined) return { problem: NONE[action](pipeline) };
  const { executionId } = newest;
  if (action === 'stop') return { executionId, stage: undefined };
  const stage = await pipelineControl.findStage({ region, pipeline, executionId });
  return stage === undefined
    ? { problem: `CodePipeline does not tell which stage of ${pipeline} failed.` }
    : { executionId, stage };
}
