import type { InvocationPosition, Job, Revision } from './execution.ts';
import { isInvocationRun } from './execution.ts';
import type { ExecutionResult } from './execution-result.ts';
import { completeInvocation, failInvocation, isOpen } from './invocation.ts';
import { endAction, invokeFunction } from './progress.ts';
import { ServiceError } from './service-error.ts';
import type { World } from './world.ts';

/** A job, with the run that it is of. */
export interface Assignment extends InvocationPosition {
  readonly job: Job;
}

/** What a function says when nothing went wrong. */
export interface JobSuccess {
  readonly said: ExecutionResult;
  readonly revision?: Revision | undefined;
  readonly outputVariables?: Readonly<Record<string, string>> | undefined;
  /** There is more to do: the function is to be invoked again, with this. */
  readonly continuationToken?: string | undefined;
}

/** Finds a job, however long ago it was. */
export function getJob({ pipelines }: World, id: string): Assignment {
  const executions = [...pipelines.values()].flatMap((pipeline) => pipeline.executions);
  const positions = executions.flatMap((execution) =>
    execution.stages.map((stage) => ({ execution, stage })),
  );
  for (const position of positions)
    for (const run of position.stage.actions.filter(isInvocationRun)) {
      const job = run.invocation.jobs.findLast((candidate) => candidate.id === id);
      if (job) return { ...position, run, job };
    }
  throw new ServiceError('JobNotFoundException', `The job ${id} does not exist`);
}

/** Ends a run, or asks its function again in a while. */
export function succeedJob(world: World, assignment: Assignment, success: JobSuccess): void {
  const { said, revision, outputVariables, continuationToken } = success;
  const { run } = assignment;
  close(world, assignment);
  if (revision) run.invocation.revision = revision;
  if (continuationToken === undefined) {
    run.invocation.variables = outputVariables ?? {};
    completeInvocation(world, assignment, said);
    endAction(world, assignment, run);
  } else {
    run.invocation.progress = said;
    run.cancel = continueLater(world, assignment, continuationToken);
  }
}

/** Ends a run that has gone wrong. */
export function failJob(world: World, assignment: Assignment, reason: ExecutionResult): void {
  close(world, assignment);
  failInvocation(world, assignment.run, reason);
  endAction(world, assignment, assignment.run);
}

function continueLater(world: World, assignment: Assignment, token: string): () => void {
  return world.agenda.after(world.jobs.continueAfterMilliseconds, () => {
    assignment.run.cancel = invokeFunction(world, assignment, token);
  });
}

function close(world: World, { run, job }: Assignment): void {
  if (!isOpen(world, run, job))
    throw new ServiceError('InvalidJobStateException', `The job ${job.id} waits for no answer, or no longer`);
  job.isAnswered = true;
  run.cancel?.();
}
