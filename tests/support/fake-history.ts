import type { ActionRun, ExecutionHistory } from '#shared/clients/execution-history.ts';
import type { ExecutionIdentity } from '#shared/domain/pipeline-event.ts';

/** Answers from what a test says of the one execution that it knows. */
export class FakeExecutionHistory implements ExecutionHistory {
  readonly asked: string[] = [];
  status: string | undefined = 'InProgress';
  runs: readonly ActionRun[] = [];
  error: Error | undefined;

  async findStatus({ executionId }: ExecutionIdentity): Promise<string | undefined> {
    this.asked.push(executionId);
    if (this.error !== undefined) throw this.error;
    return this.status;
  }

  async listRuns(): Promise<readonly ActionRun[]> {
    if (this.error !== undefined) throw this.error;
    return this.runs;
  }
}
