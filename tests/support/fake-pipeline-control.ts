import type { ControlRefusal, PipelineControl, StagePlace } from '#shared/clients/pipeline-control.ts';
import type { ExecutionPlace, ExecutionSummary, PipelinePlace } from '#shared/clients/pipeline-executions.ts';
import { EXECUTION_ID, PIPELINE, START } from './build-event.ts';

/** The execution that tests are about, as CodePipeline lists it. */
export const FAILED_EXECUTION: ExecutionSummary = {
  executionId: EXECUTION_ID,
  status: 'Failed',
  startedAt: START,
  updatedAt: START + 71,
  rollbackTo: undefined,
};

/** One pipeline, as CodePipeline would tell of it and control it; remembers what it was told to do. */
export class FakePipelineControl implements PipelineControl {
  /** Newest first; undefined: there is no such pipeline. */
  executions: readonly ExecutionSummary[] = [FAILED_EXECUTION];
  /** Those that succeeded in the stage that is asked about. */
  successes: readonly ExecutionSummary[] = [];
  stage: string | undefined = 'Build';
  /** Epoch seconds of the stage's last run. */
  lastRun = START + 10;
  refusal: ControlRefusal | undefined;
  /** Thrown by the next calls that change something, one each; `LOST`: after it was done. */
  readonly failures: (Error | { readonly lost: Error })[] = [];
  /** What was done: `retry Build`, `stop …`. */
  readonly done: string[] = [];
  /** Thrown by whatever reads. */
  error: Error | undefined;
  private readonly now: () => number;

  constructor(now: () => number = () => START) {
    this.now = now;
  }

  async listExecutions(
    place: PipelinePlace,
    stage?: string,
  ): Promise<readonly ExecutionSummary[] | undefined> {
    if (this.error !== undefined) throw this.error;
    if (place.pipeline !== PIPELINE) return undefined;
    return stage === undefined ? this.executions : this.successes;
  }

  async findStage(): Promise<string | undefined> {
    if (this.error !== undefined) throw this.error;
    return this.stage;
  }

  async hasRunSince(_: StagePlace, since: number): Promise<boolean> {
    return this.lastRun >= since;
  }

  async retry({ stage, executionId }: StagePlace): Promise<'TAKEN' | ControlRefusal> {
    return this.take(`retry ${stage} of ${executionId}`, () => {
      if (this.statusOf(executionId) !== 'Failed') return 'StageNotRetryable';
      this.lastRun = this.now();
      this.setStatus(executionId, 'InProgress');
      return 'TAKEN';
    });
  }

  async rollback({ stage }: StagePlace, target: string): Promise<'TAKEN' | ControlRefusal> {
    return this.take(`rollback ${stage} to ${target}`, () => {
      if (this.executions.some(({ status }) => status === 'InProgress')) return 'UnableToRollbackStage';
      const [startedAt, status] = [this.now(), 'InProgress'];
      const begun = { executionId: 'rollback', status, startedAt, updatedAt: startedAt, rollbackTo: target };
      this.executions = [begun, ...this.executions];
      return 'TAKEN';
    });
  }

  async stop({ executionId }: ExecutionPlace, reason: string): Promise<'TAKEN' | ControlRefusal> {
    return this.take(`stop ${executionId}: ${reason}`, () => {
      const status = this.statusOf(executionId);
      if (status === 'Stopping') return 'DuplicatedStopRequest';
      if (status !== 'InProgress') return 'PipelineExecutionNotStoppable';
      this.setStatus(executionId, 'Stopping');
      return 'TAKEN';
    });
  }

  private take(what: string, work: () => 'TAKEN' | ControlRefusal): 'TAKEN' | ControlRefusal {
    const failure = this.failures.shift();
    if (failure instanceof Error) throw failure;
    if (this.refusal !== undefined) return this.refusal;
    const answer = work();
    if (answer === 'TAKEN') this.done.push(what);
    if (failure !== undefined) throw failure.lost;
    return answer;
  }

  private statusOf(id: string): string | undefined {
    return this.executions.find(({ executionId }) => executionId === id)?.status;
  }

  private setStatus(id: string, status: string): void {
    this.executions = this.executions.map((one) => (one.executionId === id ? { ...one, status } : one));
  }
}
