import { randomUUID } from 'node:crypto';
import { Agenda } from './agenda.ts';
import { answer } from './api/index.ts';
import type { Clock } from './clock.ts';
import { virtualClock, wallClock } from './clock.ts';
import type { Place } from './definition.ts';
import type { Demo } from './demos/demo.ts';
import { DEMOS } from './demos/index.ts';
import type { Pipeline } from './execution.ts';
import { scheduleInterventions } from './intervention.ts';
import type { Emission } from './outbox.ts';
import { Outbox } from './outbox.ts';
import type { PipelineView } from './pipeline-view.ts';
import { pipelineView } from './pipeline-view.ts';
import { startExecution } from './progress.ts';
import type { World } from './world.ts';

export interface LoopbackCodePipeline {
  /** Answers one call of the service's API; throws an Error with the service's name for it. */
  handle(operation: string, input: unknown): Promise<unknown>;
  readonly demos: readonly { readonly name: string; readonly title: string; readonly description: string }[];
  /** Resolves when the demo is under way, with the ids of all its executions, also of those that start later. */
  runDemo(name: string): Promise<{ readonly executions: readonly string[] }>;
  pipelines(): readonly PipelineView[];
  /** Resolves when nothing runs and every event was taken; rejects if one was not. */
  finished(): Promise<void>;
  /** Called after every change; the answer ends it. */
  subscribe(listener: () => void): () => void;
  stop(): void;
}

export interface LoopbackOptions extends Place {
  readonly emit: (event: Emission) => Promise<void>;
  /** 1 = demo speed (default), 2 = half as fast, 0 = as fast as events are taken. */
  readonly pace?: number;
  /** Default: real time, and for pace 0 a clock that waits for nobody. */
  readonly clock?: Clock;
  /** Told at once of what goes wrong; `finished` tells it later in any case. */
  readonly report?: (error: unknown) => void;
}

/** A simulated CodePipeline with the demos' pipelines in it. */
export function createLoopbackCodePipeline(options: LoopbackOptions): LoopbackCodePipeline {
  const failures: unknown[] = [];
  const listeners = new Set<() => void>();
  const outbox = new Outbox({ emit: options.emit, report });
  const agenda = createAgenda(options, outbox, report);
  const world: World = {
    place: { account: options.account, region: options.region },
    agenda,
    pipelines: new Map(),
    publish(event) {
      outbox.push(event);
      for (const listener of listeners) listener();
    },
    stageChanged: (position) => scheduleInterventions(world, position),
  };
  const demos = DEMOS.map((make) => make(world.place));
  for (const demo of demos) addPipeline(world, demo);

  return {
    handle: async (operation, input) => answer(world, operation, input),
    demos: demos.map(({ name, title, description }) => ({ name, title, description })),
    runDemo: async (name) => ({ executions: startDemo(world, getDemo(demos, name)) }),
    pipelines: () => [...world.pipelines.values()].map(pipelineView),
    async finished() {
      await settle(agenda, outbox);
      if (failures.length > 0) throw new AggregateError(failures.splice(0), 'The simulation went wrong');
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    stop() {
      agenda.stop();
      outbox.close();
    },
  };

  function report(error: unknown): void {
    failures.push(error);
    options.report?.(error);
  }
}

function createAgenda(options: LoopbackOptions, outbox: Outbox, report: (error: unknown) => void): Agenda {
  const pace = options.pace ?? 1;
  return new Agenda({
    clock: options.clock ?? (pace === 0 ? virtualClock() : wallClock()),
    // A virtual clock needs no scale: its time costs nothing.
    pace: pace === 0 ? 1 : pace,
    before: () => outbox.drained(),
    report,
  });
}

function addPipeline({ pipelines, agenda }: World, { pipeline: definition, executions }: Demo): void {
  const commit = executions.at(-1)?.plan.commit;
  if (!commit) throw new Error(`The demo of ${definition.name} has no execution`);
  const pipeline: Pipeline = {
    definition,
    usualPlan: { commit },
    createdAt: agenda.now(),
    executions: [],
    requests: new Map(),
  };
  pipelines.set(definition.name, pipeline);
}

function startDemo(world: World, { pipeline: { name }, executions }: Demo): readonly string[] {
  const pipeline = world.pipelines.get(name);
  if (!pipeline) throw new Error(`There is no pipeline ${name}`);
  return executions.map(({ afterMilliseconds, trigger, plan }) => {
    const id = randomUUID();
    const start = () => startExecution(world, pipeline, { id, trigger, plan });
    if (afterMilliseconds === 0) start();
    else world.agenda.after(afterMilliseconds, start);
    return id;
  });
}

function getDemo(demos: readonly Demo[], name: string): Demo {
  const demo = demos.find((candidate) => candidate.name === name);
  if (demo) return demo;
  throw new Error(`There is no demo ${name}; there are ${demos.map((each) => each.name).join(', ')}`);
}

async function settle(agenda: Agenda, outbox: Outbox): Promise<void> {
  do {
    await agenda.idle();
    await outbox.drained();
  } while (agenda.isBusy);
}
