import type { JobFailure, JobPause, JobPlace, JobSuccess, Jobs, JobTaken } from '#shared/clients/jobs.ts';
import { ACCOUNT, EXECUTION_ID, REGION } from './build-event.ts';

export const JOB_PLACE: JobPlace = {
  account: ACCOUNT,
  region: REGION,
  pipeline: 'web-shop',
  executionId: EXECUTION_ID,
  stage: 'Gate',
  action: 'Hold',
  actionExecutionId: '0f6d3c1a-8b2e-4d57-9a41-6c7e5b2d9f10',
};

type Answer =
  | ({ readonly kind: 'succeeded' } & JobSuccess)
  | ({ readonly kind: 'paused' } & JobPause)
  | ({ readonly kind: 'failed' } & JobFailure);

/** CodePipeline, as far as one job goes: success and failure close it. */
export class FakeJobs implements Jobs {
  place: JobPlace | 'GONE' = JOB_PLACE;
  isOpen = true;
  /** Thrown by the next calls, one each. */
  readonly failures: Error[] = [];
  readonly answers: Answer[] = [];
  readonly asked: string[] = [];

  async getPlace(id: string): Promise<JobPlace | 'GONE'> {
    this.asked.push(id);
    this.throwNext();
    return this.place;
  }

  succeed(_: string, success: JobSuccess): Promise<JobTaken> {
    return this.take({ kind: 'succeeded', ...success });
  }

  pause(_: string, pause: JobPause): Promise<JobTaken> {
    return this.take({ kind: 'paused', ...pause });
  }

  fail(_: string, failure: JobFailure): Promise<JobTaken> {
    return this.take({ kind: 'failed', ...failure });
  }

  /** The token of the last pause, as CodePipeline gives it back. */
  get token(): string | undefined {
    const last = this.answers.at(-1);
    return last?.kind === 'paused' ? last.continuationToken : undefined;
  }

  private async take(answer: Answer): Promise<JobTaken> {
    this.throwNext();
    if (!this.isOpen) return 'CLOSED';
    this.answers.push(answer);
    this.isOpen = answer.kind === 'paused';
    return 'TAKEN';
  }

  private throwNext(): void {
    const failure = this.failures.shift();
    if (failure !== undefined) throw failure;
  }
}
