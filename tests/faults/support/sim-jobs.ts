import {
  GetJobDetailsCommand,
  InvalidJobStateException,
  PutJobFailureResultCommand,
  type PutJobSuccessResultCommand,
} from '@aws-sdk/client-codepipeline';
import { JOB_PLACE } from '#tests/support/fake-jobs.ts';
import { sdkError } from '#tests/support/fake-sdk-client.ts';

/** `lost`: it is done, and the caller hears of an error; `lost-hanging`: it is done, and the caller hears nothing. */
export const TROUBLES = ['throttled', 'error', 'hanging', 'lost', 'lost-hanging'] as const;
export type Trouble = (typeof TROUBLES)[number];

type Command = GetJobDetailsCommand | PutJobSuccessResultCommand | PutJobFailureResultCommand;

export interface TakenAnswer {
  readonly kind: 'succeeded' | 'paused' | 'failed';
  readonly token: string | undefined;
}

/** The SDK's client for one action of a pipeline: its jobs are open until an answer is taken. */
export class SimJobs {
  /** What happens to the next calls, one each. */
  readonly troubles: Trouble[];
  /** By job, every answer that was taken. */
  readonly taken = new Map<string, TakenAnswer[]>();
  /** Every call is throttled. */
  isOut = false;
  private readonly run: string;
  private readonly hanging: ((error: Error) => void)[] = [];

  constructor(run: string, troubles: readonly Trouble[]) {
    this.run = run;
    this.troubles = [...troubles];
  }

  async send(command: Command): Promise<unknown> {
    const trouble = this.isOut ? 'throttled' : this.troubles.shift();
    if (trouble === 'throttled') throw sdkError('ThrottlingException', 400);
    if (trouble === 'error') throw sdkError('InternalFailure', 500);
    if (trouble === 'hanging') return this.hang();
    const answer = this.serve(command);
    if (trouble === 'lost') throw sdkError('TimeoutError');
    return trouble === 'lost-hanging' ? this.hang() : answer;
  }

  /** Ends the calls that hang, as the end of a process would. */
  hangUp(): void {
    for (const reject of this.hanging) reject(sdkError('TimeoutError'));
  }

  private hang(): Promise<never> {
    return new Promise((_, reject) => this.hanging.push(reject));
  }

  private serve(command: Command): unknown {
    if (command instanceof GetJobDetailsCommand) return this.details();
    const { jobId = '' } = command.input;
    const answers = this.taken.get(jobId) ?? [];
    if (answers.length > 0) throw new InvalidJobStateException({ message: 'answered', $metadata: {} });
    this.taken.set(jobId, [...answers, toTaken(command)]);
    return {};
  }

  private details() {
    const { account, region, pipeline, executionId, stage, action } = JOB_PLACE;
    const pipelineContext = {
      pipelineName: pipeline,
      pipelineArn: `arn:aws:codepipeline:${region}:${account}:${pipeline}`,
      pipelineExecutionId: executionId,
      stage: { name: stage },
      action: { name: action, actionExecutionId: this.run },
    };
    return { jobDetails: { data: { pipelineContext } } };
  }
}

function toTaken(command: PutJobSuccessResultCommand | PutJobFailureResultCommand): TakenAnswer {
  if (command instanceof PutJobFailureResultCommand) return { kind: 'failed', token: undefined };
  const { continuationToken: token } = command.input;
  return { kind: token === undefined ? 'succeeded' : 'paused', token };
}
