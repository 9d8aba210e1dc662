import type { EmbeddedAws } from '#local/aws/index.ts';
import { startExecution } from './state-machines.ts';

/** Starts an execution by each name that asks people for its release, and waits on. */
export async function startAskingMachine(
  aws: EmbeddedAws,
  { functionName, executions }: { readonly functionName: string; readonly executions: readonly string[] },
): Promise<void> {
  const Payload = {
    'taskToken.$': '$$.Task.Token',
    'pipeline.$': '$$.StateMachine.Name',
    'executionId.$': '$$.Execution.Name',
    stage: 'Gate',
    action: 'Release',
  };
  const Ask = {
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
    Parameters: { FunctionName: functionName, Payload },
    End: true,
  };
  const definition = { StartAt: 'Ask', States: { Ask } };
  const stateMachineArn = await aws.createStateMachine({ name: 'orders', definition });
  for (const name of executions) await startExecution(aws, { stateMachineArn, name });
}
