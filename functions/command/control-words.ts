import type { ControlRefusal } from '#shared/clients/pipeline-control.ts';
import { formatTime, toLine, truncate } from '#shared/presentation/format.ts';

/** CodePipeline takes so many characters. */
const MAX_STOP_REASON = 200;

export interface Named {
  readonly pipeline: string;
  /** '' where it does not matter. */
  readonly stage: string;
}

/** What CodePipeline will not do, as a sentence to who asked for it. */
export const REFUSALS: Readonly<Record<ControlRefusal, (named: Named) => string>> = {
  StageNotRetryable: ({ stage }) =>
    `${stage} cannot be retried: it has not failed, runs again already, or was edited since.`,
  NotLatestPipelineExecution: ({ stage }) =>
    `${stage} cannot be retried: a newer execution has been there since.`,
  PipelineExecutionNotStoppable: ({ pipeline }) =>
    `The execution of ${pipeline} cannot be stopped: it has ended.`,
  DuplicatedStopRequest: ({ pipeline }) => `The execution of ${pipeline} is being stopped already.`,
  UnableToRollbackStage: ({ stage }) =>
    `CodePipeline cannot roll ${stage} back: the stage is running, or the pipeline is one that it rolls nothing back in (of type V1, or in PARALLEL mode).`,
  PipelineExecutionOutdated: ({ stage }) =>
    `${stage} cannot be rolled back: the pipeline was edited since it last went well there.`,
  ConcurrentPipelineExecutionsLimitExceeded: ({ pipeline }) =>
    `As many executions of ${pipeline} run as CodePipeline allows. Try again when one has ended.`,
  PipelineNotFound: ({ pipeline }) => `CodePipeline does not know the pipeline ${pipeline} any more.`,
  PipelineExecutionNotFound: ({ pipeline }) =>
    `CodePipeline does not know that execution of ${pipeline} any more.`,
  StageNotFound: ({ pipeline, stage }) => `The pipeline ${pipeline} has no stage ${stage} any more.`,
};

export const DONE = {
  retry: ({ pipeline, stage }: Named) => `${stage} of ${pipeline} is being retried.`,
  stop: ({ pipeline }: Named) => `${pipeline} is being stopped, as soon as the actions that run have ended.`,
} as const;

export function rolledBack(
  { pipeline, stage }: Named,
  to: { readonly executionId: string; readonly startedAt: number },
): string {
  const when = formatTime(to.startedAt);
  return `${stage} of ${pipeline} is being rolled back to the execution ${to.executionId.slice(0, 8)} of ${when}.`;
}

export function notThere({
  pipeline,
  region,
}: {
  readonly pipeline: string;
  readonly region: string;
}): string {
  return `There is no pipeline ${pipeline} in ${region}. Those of other Regions have buttons on their messages.`;
}

/** AWS sees the function's role, so the person stands here. */
export function toStopReason({ name, user, reason }: Stopper): string {
  const why = toLine(reason);
  return truncate(`Stopped by ${name} (${user}) via Slack${why === '' ? '' : `: ${why}`}`, MAX_STOP_REASON);
}

interface Stopper {
  readonly name: string;
  readonly user: string;
  readonly reason: string;
}
