import { randomUUID } from 'node:crypto';
import { answer } from './api/index.ts';
import type { Decision } from './decide.ts';
import { decide } from './decide.ts';
import type { Demo } from './demos/demo.ts';
import { DEMOS } from './demos/index.ts';
import type { Pipeline } from './execution.ts';
import type { FailedRuns } from './failed-runs.ts';
import { listFailedRuns } from './failed-runs.ts';
import type { PipelineView } from './pipeline-view.ts';
import { pipelineView } from './pipeline-view.ts';
import { startExecution } from './progress.ts';
import type { Simulator, SimulatorOptions } from './simulator.ts';
import { addPipeline, createSimulator } from './simulator.ts';
import type { World } from './world.ts';

export interface LoopbackOptions extends SimulatorOptions {
  /** Of the function that the Lambda actions of the demos invoke. Default 'pipeline-job'. */
  readonly jobFunctionName?: string;
}

export interface LoopbackCodePipeline extends Omit<Simulator, 'world'> {
  /** Answers one call of the service's API; throws an Error with the service's name for it. */
  handle(operation: string, input: unknown): Promise<unknown>;
  readonly demos: readonly { readonly name: string; readonly title: string; readonly description: string }[];
  /** Resolves when the demo is under way, with the ids of all its executions, also of those that start later. */
  runDemo(name: string): Promise<{ readonly executions: readonly string[] }>;
  pipelines(): readonly PipelineView[];
  /** For the services that actions ran in. */
  readonly failedRuns: FailedRuns;
  /** Answers an approval as a person does in the AWS console; rejects with the service's error. */
  decide(decision: Decision): Promise<void>;
}

/** A simulated CodePipeline with the pipelines of the demos. */
export function createLoopbackCodePipeline(options: LoopbackOptions): LoopbackCodePipeline {
  const { jobFunctionName = 'pipeline-job' } = options;
  const { world, ...controls } = createSimulator(options);
  const prepared = DEMOS.map((make) => prepare(world, make({ ...world.place, jobFunctionName })));

  return {
    ...controls,
    handle: async (operation, input) => answer(world, operation, input),
    demos: prepared.map(({ demo: { name, title, description } }) => ({ name, title, description })),
    runDemo: async (name) => ({ executions: startDemo(world, getDemo(prepared, name)) }),
    pipelines: () => prepared.map(({ pipeline }) => pipelineView(pipeline)),
    failedRuns: () => listFailedRuns(world),
    decide: async (decision) => decide(world, decision),
  };
}

interface PreparedDemo {
  readonly demo: Demo;
  readonly pipeline: Pipeline;
}

/** What somebody starts by hand in the pipeline of a demo is its last commit, and goes well. */
function prepare(world: World, demo: Demo): PreparedDemo {
  const last = demo.executions.at(-1);
  if (!last) throw new Error(`The demo ${demo.name} has no execution`);
  return { demo, pipeline: addPipeline(world, demo.pipeline, { commit: last.plan.commit }) };
}

function startDemo(world: World, { demo, pipeline }: PreparedDemo): readonly string[] {
  return demo.executions.map(({ afterMilliseconds, trigger, plan }) => {
    const id = randomUUID();
    const start = () => startExecution(world, pipeline, { id, trigger, plan });
    if (afterMilliseconds === 0) start();
    else world.agenda.after(afterMilliseconds, start);
    return id;
  });
}

function getDemo(prepared: readonly PreparedDemo[], name: string): PreparedDemo {
  const found = prepared.find(({ demo }) => demo.name === name);
  if (found) return found;
  throw new Error(`There is no demo ${name}; there are ${prepared.map(({ demo }) => demo.name).join(', ')}`);
}
