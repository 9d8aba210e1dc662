import { randomUUID } from 'node:crypto';
import { handOn, newOutputs } from './artifact.ts';
import type { ActionDefinition, Place } from './definition.ts';
import { setting } from './definition.ts';
import type { Execution, Invocation, InvocationPosition, InvocationRun, Job } from './execution.ts';
import { isRunning } from './execution.ts';
import type { ExecutionResult } from './execution-result.ts';
import { resolveVariables } from './variables.ts';
import type { World } from './world.ts';

/** For an answer, and again for each after the function asked for more time. */
const PATIENCE_MILLISECONDS = 20 * 60_000;

export function newInvocation(world: World, execution: Execution, definition: ActionDefinition): Invocation {
  const functionName = setting(definition, 'FunctionName');
  const { UserParameters: written, ...configuration } = definition.configuration ?? {};
  const resolved = written === undefined ? undefined : resolveVariables(execution, written);
  return {
    functionName,
    configuration: { ...configuration, ...(resolved && { UserParameters: resolved.text }) },
    unresolved: resolved?.unresolved ?? [],
    outputs: newOutputs(world, execution, definition),
    jobs: [],
  };
}

/** The next request of a run to its function. */
export function openJob({ agenda, jobs }: World, { invocation }: InvocationRun, token?: string): Job {
  const reused = jobs.reuseJobIds ? invocation.jobs[0]?.id : undefined;
  const job: Job = {
    id: reused ?? randomUUID(),
    continuationToken: token,
    expiresAt: agenda.now() + PATIENCE_MILLISECONDS,
    isAnswered: false,
  };
  invocation.jobs.push(job);
  return job;
}

export function isOpen({ agenda }: World, run: InvocationRun, job: Job): boolean {
  return isRunning(run.state) && !job.isAnswered && job.expiresAt > agenda.now();
}

export function completeInvocation(
  { place }: World,
  position: InvocationPosition,
  said: ExecutionResult,
): void {
  const { run, stage } = position;
  run.state = 'SUCCEEDED';
  run.result = { ...said, url: functionUrl(place, run.invocation) };
  stage.done.add(run.definition.name);
  handOn(position, run, run.invocation.outputs);
}

export function failInvocation({ place }: World, run: InvocationRun, reason: ExecutionResult): void {
  run.state = 'FAILED';
  run.result = { ...reason, url: functionUrl(place, run.invocation) };
}

export function unresolvedVariables({ unresolved }: Invocation): ExecutionResult {
  const references = [...new Set(unresolved)].map((name) => `#{${name}}`).join(', ');
  return {
    errorCode: 'ConfigurationError',
    summary: `The variables of UserParameters could not be resolved: ${references}. Check that an earlier action has the namespace and gives the variable.`,
  };
}

export function missingFunction({ functionName }: Invocation): ExecutionResult {
  return {
    errorCode: 'PermissionError',
    summary: `The AWS Lambda function ${functionName} could not be invoked. Check that it exists and that the service role of the pipeline has permission to call lambda:InvokeFunction.`,
  };
}

/** In the words of the service. */
export function silentFunction({ functionName }: Invocation): ExecutionResult {
  return {
    errorCode: 'JobFailed',
    summary: `The AWS Lambda function ${functionName} failed to return a result. Check the function to verify that it has permission to call the PutJobSuccessResult action and that it made a call to PutJobSuccessResult.`,
  };
}

function functionUrl({ region }: Place, { functionName }: Invocation): string {
  return `https://console.aws.amazon.com/lambda/home?region=${region}#/functions/${functionName}`;
}
