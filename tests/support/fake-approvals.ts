import type {
  ActionPlace,
  ApprovalAnswer,
  ApprovalRun,
  Approvals,
  StageState,
} from '#shared/clients/approvals.ts';
import type { Change } from '#shared/domain/approval.ts';
import { RejectedError } from '#shared/errors.ts';
import { EXECUTION_ID, START } from './build-event.ts';

export const TOKEN = 'f1277cd2-6e60-4514-83be-3f9bf7ad3012';

/** One approval action, as CodePipeline would tell of it; remembers what it was asked and answered. */
export class FakeApprovals implements Approvals {
  token: string | undefined = TOKEN;
  run: ApprovalRun | undefined = {
    status: 'InProgress',
    startedAt: START,
    externalId: undefined,
    customData: undefined,
    reviewLink: undefined,
    updatedBy: undefined,
    summary: undefined,
    authors: [],
  };
  stageExecution: string | undefined = EXECUTION_ID;
  isNewerWaiting = false;
  timeoutMinutes: number | undefined;
  changes: readonly Change[] | Error = [];
  /** Thrown by the next answers, one each. */
  readonly failures: Error[] = [];
  readonly asked: string[] = [];
  readonly answers: ApprovalAnswer[] = [];

  async getStage(place: ActionPlace): Promise<StageState> {
    this.asked.push(`state of ${place.pipeline}`);
    return {
      executionId: this.stageExecution,
      token: this.token,
      status: this.run?.status,
      summary: this.run?.summary,
      updatedBy: this.run?.updatedBy,
      isNewerWaiting: this.isNewerWaiting,
    };
  }

  async findRun(place: ActionPlace, executionId: string): Promise<ApprovalRun | undefined> {
    this.asked.push(`runs of ${place.pipeline} ${executionId}`);
    return this.run;
  }

  async findExecution(place: ActionPlace, token: string): Promise<string | undefined> {
    this.asked.push(`execution of ${place.pipeline}`);
    return this.token === token ? this.stageExecution : undefined;
  }

  async findTimeoutMinutes(): Promise<number | undefined> {
    return this.timeoutMinutes;
  }

  async listChanges(): Promise<readonly Change[]> {
    if (this.changes instanceof Error) throw this.changes;
    return this.changes;
  }

  /** As the service: the first answer with the current token counts. */
  async answer(answer: ApprovalAnswer): Promise<'TAKEN' | 'CLOSED'> {
    const failure = this.failures.shift();
    if (failure !== undefined) throw failure;
    if (this.run === undefined) throw new RejectedError('CodePipeline: refused as PipelineNotFoundException');
    if (answer.token !== this.token || this.run.status !== 'InProgress') return 'CLOSED';
    this.answers.push(answer);
    const status = answer.choice === 'approve' ? 'Succeeded' : 'Failed';
    this.run = {
      ...this.run,
      status,
      summary: answer.summary,
      updatedBy: 'arn:aws:sts::111122223333:assumed-role/command/command',
    };
    return 'TAKEN';
  }
}
