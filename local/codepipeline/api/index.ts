import { ServiceError } from '../service-error.ts';
import type { World } from '../world.ts';
import {
  retryStageExecution,
  rollbackStage,
  startPipelineExecution,
  stopPipelineExecution,
} from './control.ts';
import { getPipelineExecution, listPipelineExecutions } from './executions.ts';
import { getPipeline } from './get-pipeline.ts';
import { getPipelineState } from './get-pipeline-state.ts';
import { getJobDetails, putJobFailureResult, putJobSuccessResult } from './jobs.ts';
import { listActionExecutions } from './list-action-executions.ts';
import type { Operation } from './operation.ts';
import { putApprovalResult } from './put-approval-result.ts';

const OPERATIONS: ReadonlyMap<string, Operation> = new Map([
  ['GetPipeline', getPipeline],
  ['GetPipelineState', getPipelineState],
  ['GetPipelineExecution', getPipelineExecution],
  ['ListPipelineExecutions', listPipelineExecutions],
  ['ListActionExecutions', listActionExecutions],
  ['StartPipelineExecution', startPipelineExecution],
  ['StopPipelineExecution', stopPipelineExecution],
  ['RetryStageExecution', retryStageExecution],
  ['RollbackStage', rollbackStage],
  ['PutApprovalResult', putApprovalResult],
  ['GetJobDetails', getJobDetails],
  ['PutJobSuccessResult', putJobSuccessResult],
  ['PutJobFailureResult', putJobFailureResult],
]);

/** Answers one call of the service's API with what goes over the wire. */
export function answer(world: World, operation: string, input: unknown): unknown {
  const run = OPERATIONS.get(operation);
  if (!run)
    throw new ServiceError(
      'UnknownOperationException',
      `The operation ${operation} is not simulated; known are ${[...OPERATIONS.keys()].join(', ')}`,
    );
  return run(world, input);
}
