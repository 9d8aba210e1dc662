import { Agenda } from './agenda.ts';
import type { Clock } from './clock.ts';
import { virtualClock, wallClock } from './clock.ts';
import type { PipelineDefinition, Place } from './definition.ts';
import type { Pipeline } from './execution.ts';
import { scheduleInterventions } from './intervention.ts';
import type { JobOptions } from './jobs.ts';
import { createJobs } from './jobs.ts';
import type { Emission } from './outbox.ts';
import { Outbox } from './outbox.ts';
import type { Plan } from './plan.ts';
import type { World } from './world.ts';

export interface SimulatorOptions extends Place, JobOptions {
  readonly emit: (event: Emission) => Promise<void>;
  /** Takes what is published to SNS topics. Default: nobody does. */
  readonly publish?: (topicArn: string, subject: string, message: string) => Promise<void>;
  /** 1 = demo speed (default), 2 = half as fast, 0 = as fast as events are taken. */
  readonly pace?: number;
  /** Default: real time, and for pace 0 a clock that waits for nobody. */
  readonly clock?: Clock;
  /** Told at once of what goes wrong; `finished` tells it later in any case. */
  readonly report?: (error: unknown) => void;
}

export interface Simulator {
  readonly world: World;
  /** Resolves when nothing runs but what waits for people or functions, and every event was taken; rejects if one was not. */
  finished(): Promise<void>;
  /** Called after every change; the answer ends it. */
  subscribe(listener: () => void): () => void;
  /** Ends everything at once; nothing starts any more. */
  stop(): void;
}

/** A simulated service without pipelines. */
export function createSimulator(options: SimulatorOptions): Simulator {
  const failures: unknown[] = [];
  const listeners = new Set<() => void>();
  const outbox = new Outbox(report);
  const agenda = createAgenda(options, outbox, report);
  const world: World = {
    place: { account: options.account, region: options.region },
    agenda,
    pipelines: new Map(),
    jobs: createJobs(options, outbox),
    publish(event) {
      outbox.push({ what: `The event ${String(event['id'])}`, hand: () => options.emit(event) });
      for (const listener of listeners) listener();
    },
    notify(topicArn, ...message) {
      const hand = async () => options.publish?.(topicArn, ...message);
      outbox.push({ what: `What was published to ${topicArn}`, hand });
    },
    stageChanged: (position) => scheduleInterventions(world, position),
  };

  return {
    world,
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

/** `usualPlan` is for executions that somebody starts by hand. */
export function addPipeline(world: World, definition: PipelineDefinition, usualPlan: Plan): Pipeline {
  const createdAt = world.agenda.now();
  const pipeline = { definition, usualPlan, createdAt, executions: [], requests: new Map() };
  world.pipelines.set(definition.name, pipeline);
  return pipeline;
}

function createAgenda(options: SimulatorOptions, outbox: Outbox, report: (error: unknown) => void): Agenda {
  const pace = options.pace ?? 1;
  return new Agenda({
    clock: options.clock ?? (pace === 0 ? virtualClock() : wallClock()),
    // A virtual clock needs no scale: its time costs nothing.
    pace: pace === 0 ? 1 : pace,
    before: () => outbox.drained(),
    report,
  });
}

async function settle(agenda: Agenda, outbox: Outbox): Promise<void> {
  do {
    await agenda.idle();
    await outbox.drained();
  } while (agenda.isBusy);
}
