import { answer } from '#local/codepipeline/api/index.ts';
import { virtualClock } from '#local/codepipeline/clock.ts';
import type { ActionDefinition, PipelineDefinition } from '#local/codepipeline/definition.ts';
import type { JobEvent } from '#local/codepipeline/job-event.ts';
import type { JobOptions } from '#local/codepipeline/jobs.ts';
import type { Simulation } from './support.ts';
import { buildAction, buildDefinition, START, simulate } from './support.ts';

export type AskedJob = JobEvent['CodePipeline.job'];

export function buildLambda(name: string, more: Partial<ActionDefinition> = {}): ActionDefinition {
  return buildAction(name, { kind: 'Invoke/Lambda', configuration: { FunctionName: 'gatekeeper' }, ...more });
}

/** Source → Gate → Deploy; a function decides in the stage between. */
export function withLambda(
  gate: Partial<ActionDefinition> = {},
  more: Partial<PipelineDefinition> = {},
): PipelineDefinition {
  const [source, , deploy] = buildDefinition().stages;
  if (!source || !deploy) throw new Error('The usual pipeline has three stages');
  return buildDefinition({
    stages: [source, { name: 'Gate', actions: [buildLambda('Ask', gate)] }, deploy],
    ...more,
  });
}

/** Lambda with one function that keeps what it gets, and does nothing unless it is told how. */
export class FakeLambda {
  readonly invocations: { readonly name: string; readonly event: JobEvent }[] = [];
  /** What the function does with a job before the invocation is accepted. */
  does: (job: AskedJob) => void | Promise<void> = () => undefined;

  readonly invoke = async (name: string, event: JobEvent): Promise<void> => {
    this.invocations.push({ name, event });
    await this.does(event['CodePipeline.job']);
  };

  get jobs(): readonly AskedJob[] {
    return this.invocations.map(({ event }) => event['CodePipeline.job']);
  }

  get lastJob(): AskedJob {
    const last = this.jobs.at(-1);
    if (!last) throw new Error('The function was not invoked');
    return last;
  }
}

/** An execution whose function has its first job, and the number of events until then. */
export async function untilInvoked(definition = withLambda(), options: JobOptions = {}) {
  const lambda = new FakeLambda();
  const clock = virtualClock(START);
  const simulation = simulate(definition, clock, { invoke: lambda.invoke, ...options });
  const execution = simulation.start();
  await simulation.finished();
  return { lambda, clock, simulation, execution, before: simulation.events.length };
}

/** What a function says through the API: what is not given stays unsaid. */
export function succeed({ world }: Simulation, { id: jobId }: AskedJob, more: object = {}): void {
  answer(world, 'PutJobSuccessResult', { jobId, ...more });
}

export function fail({ world }: Simulation, { id: jobId }: AskedJob, more: object = {}): void {
  const failureDetails = { type: 'JobFailed', message: 'The alarm rings', ...more };
  answer(world, 'PutJobFailureResult', { jobId, failureDetails });
}
