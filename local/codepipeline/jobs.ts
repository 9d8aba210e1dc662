import type { JobEvent } from './job-event.ts';
import type { Outbox } from './outbox.ts';

/** The service's own pace is known from watching it only. */
const CONTINUE_AFTER_MILLISECONDS = 30_000;

/** With this code Lambda refuses to invoke a function that it does not have. */
const NO_SUCH_FUNCTION = 'ResourceNotFoundException';

export interface JobOptions {
  /**
   * Invokes a Lambda function asynchronously: resolves when Lambda has the event. To reject with the code
   * ResourceNotFoundException fails the action; any other error is reported, and the job waits in vain.
   * Default: there are no functions.
   */
  readonly invoke?: (functionName: string, event: JobEvent) => Promise<void>;
  /** From an answer that wants to be asked again to the next invocation, in simulated time. Default 30,000. */
  readonly continueAfterMilliseconds?: number;
  /** Asks again under the same job id. Default: each invocation is a job of its own. */
  readonly reuseJobIds?: boolean;
  /** How often each job is handed over, as Lambda delivers at least once. Default 1. */
  readonly duplicate?: number;
}

/** What the simulated service asks functions by. */
export interface Jobs {
  readonly continueAfterMilliseconds: number;
  readonly reuseJobIds: boolean;
  /** Nobody waits for what the function does; `refused` is called when there is no such function. */
  invoke(functionName: string, event: JobEvent, refused: () => void): void;
}

export function createJobs(options: JobOptions, outbox: Outbox): Jobs {
  const { continueAfterMilliseconds = CONTINUE_AFTER_MILLISECONDS, reuseJobIds = false } = options;
  const { invoke, duplicate = 1 } = options;
  return {
    continueAfterMilliseconds,
    reuseJobIds,
    invoke(functionName, event, refused) {
      const what = `The job ${event['CodePipeline.job'].id}`;
      const hand = async () => {
        if (!invoke) return refused();
        await invoke(functionName, event).catch((error: unknown) => {
          if (!isRefusal(error)) throw error;
          refused();
        });
      };
      for (let count = 0; count < duplicate; count += 1) outbox.push({ what, hand });
    },
  };
}

function isRefusal(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === NO_SUCH_FUNCTION;
}
