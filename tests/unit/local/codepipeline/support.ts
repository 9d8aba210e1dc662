import { virtualClock } from '#local/codepipeline/clock.ts';
import type { ActionDefinition, ExecutionMode, PipelineDefinition } from '#local/codepipeline/definition.ts';
import type { Execution, Pipeline } from '#local/codepipeline/execution.ts';
import type { JobOptions } from '#local/codepipeline/jobs.ts';
import type { Plan, Trigger } from '#local/codepipeline/plan.ts';
import { startExecution } from '#local/codepipeline/progress.ts';
import type { Simulator } from '#local/codepipeline/simulator.ts';
import { addPipeline, createSimulator } from '#local/codepipeline/simulator.ts';
import type { StateChange } from './state-change.ts';
import { parseStateChange } from './state-change.ts';

export const PLACE = { account: '111122223333', region: 'eu-west-1' } as const;
export const START = Date.parse('2026-03-04T09:15:02.417Z');
export const CONNECTION = 'arn:aws:codeconnections:eu-west-1:111122223333:connection/1';

export const PUSHED: Trigger = { type: 'WebhookV2', detail: CONNECTION };
const MANUAL: Trigger = {
  type: 'StartPipelineExecution',
  detail: 'arn:aws:iam::111122223333:user/mary',
};

const COMMIT: Plan['commit'] = {
  id: '4f2c9d1be07a3c5d8e6f9a0b1c2d3e4f5a6b7c8d',
  message: 'Raise the timeout',
  author: { name: 'Mary Major', email: 'mary.major@example.com' },
  branch: 'main',
  repository: 'example-org/web-shop',
  host: 'GitHub',
};

export function buildAction(name: string, more: Partial<ActionDefinition> = {}): ActionDefinition {
  return { name, kind: 'Build/CodeBuild', configuration: { ProjectName: name }, ...more };
}

/** Source → Build → Deploy with one action each. */
export function buildDefinition(more: Partial<PipelineDefinition> = {}): PipelineDefinition {
  const configuration = { ConnectionArn: CONNECTION };
  const kind = 'Source/CodeStarSourceConnection';
  return {
    name: 'web-shop',
    version: 12,
    type: 'V2',
    mode: 'SUPERSEDED',
    stages: [
      { name: 'Source', actions: [{ name: 'Checkout', kind, outputs: ['SourceCode'], configuration }] },
      { name: 'Build', actions: [buildAction('Compile', { inputs: ['SourceCode'] })] },
      { name: 'Deploy', actions: [buildAction('Fleet', { kind: 'Deploy/Unheard-of', owner: 'Custom' })] },
    ],
    ...more,
  };
}

/** Build → Approve → Deploy; a person called Manager decides. */
export function buildGatedDefinition(more: Partial<PipelineDefinition> = {}): PipelineDefinition {
  const stages = [
    { name: 'Build', actions: [buildAction('Compile')] },
    { name: 'Approve', actions: [buildAction('Manager', { kind: 'Approval/Manual' })] },
    { name: 'Deploy', actions: [buildAction('Fleet', { kind: 'Deploy/Unheard-of' })] },
  ];
  return buildDefinition({ stages, ...more });
}

export interface Simulation extends Simulator {
  readonly pipeline: Pipeline;
  readonly events: StateChange[];
  /** Topic, subject and message of what was published. */
  readonly publications: (readonly [topicArn: string, subject: string, message: string])[];
  start(plan?: Partial<Plan>, trigger?: Trigger): Execution;
  /** Does something at a time after the start, in simulated milliseconds. */
  at(milliseconds: number, act: () => void): void;
  /** 'Stage/Action STATE' or 'pipeline STATE' of an execution, in the order of the events. */
  story(execution: Execution): readonly string[];
}

/** A simulation with one pipeline, on a clock that waits for nobody, that keeps what it emits. */
export function simulate(
  definition: PipelineDefinition,
  clock = virtualClock(START),
  jobs: JobOptions = {},
): Simulation {
  const events: StateChange[] = [];
  const emit = async (event: unknown) => {
    events.push(parseStateChange(event));
  };
  const publications: Simulation['publications'] = [];
  const publish = async (...publication: Simulation['publications'][number]) => {
    publications.push(publication);
  };
  const simulator = createSimulator({ ...PLACE, ...jobs, emit, publish, pace: 0, clock });
  const { world } = simulator;
  const pipeline = addPipeline(world, definition, { commit: COMMIT });
  return {
    ...simulator,
    pipeline,
    events,
    publications,
    start: (plan, trigger = MANUAL) =>
      startExecution(world, pipeline, { trigger, plan: { commit: COMMIT, ...plan } }),
    at: (milliseconds, act) => {
      world.agenda.after(milliseconds, act);
    },
    story: ({ id }) => events.filter((event) => event.detail['execution-id'] === id).map(wordsOf),
  };
}

export function wordsOf({ detail }: StateChange): string {
  const subject = [detail.stage, detail.action].filter((part) => part !== undefined).join('/');
  return `${subject || 'pipeline'} ${detail.state}`;
}

export const MODES: readonly ExecutionMode[] = ['SUPERSEDED', 'QUEUED', 'PARALLEL'];
