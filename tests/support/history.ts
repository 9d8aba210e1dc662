import { fc } from '#tests/support/property.ts';
import {
  buildActionEvent,
  buildPipelineEvent,
  buildStageEvent,
  type EventOverrides,
  type RawEvent,
} from './build-event.ts';

/** How one attempt at an execution goes: the stage that it begins in, and what ends it. */
interface AttemptPlan {
  readonly from: number;
  readonly failsIn: number | undefined;
}

interface Plan {
  readonly stages: readonly (readonly string[])[];
  readonly attempts: readonly AttemptPlan[];
  readonly ending: 'SUCCEEDED' | 'FAILED' | 'STOPPED' | 'SUPERSEDED' | 'CANCELED' | 'RUNNING';
  /** Old events carry neither attempts nor ids of action executions. */
  readonly legacy: boolean;
}

const RETRY_GAP_SECONDS = 30;
const STAGE_NAMES = ['Source', 'Build', 'Approve', 'Deploy'];

/** Whole histories as CodePipeline emits them, in true order: any number of stages, actions, retries and endings. */
export function histories(executionId?: string): fc.Arbitrary<readonly RawEvent[]> {
  return plans().map((plan) => toEvents(plan, executionId === undefined ? {} : { executionId }));
}

function plans(): fc.Arbitrary<Plan> {
  return fc
    .record({
      stages: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 4 }),
      failures: fc.array(fc.nat(3), { maxLength: 3 }),
      ending: fc.constantFrom('SUCCEEDED', 'FAILED', 'STOPPED', 'SUPERSEDED', 'CANCELED', 'RUNNING'),
      legacy: fc.boolean(),
    })
    .map(({ stages, failures, ending, legacy }) => ({
      stages: stages.map((actions) => Array.from({ length: actions }, (_, index) => `Action${index + 1}`)),
      attempts: toAttempts(
        failures.map((stage) => stage % stages.length),
        stages.length,
        ending,
      ),
      ending: ending as Plan['ending'],
      legacy,
    }));
}

/** A retry starts where the attempt before it failed, so failures can only move on. */
function toAttempts(failures: readonly number[], stages: number, ending: string): readonly AttemptPlan[] {
  const ordered = [...failures].sort((left, right) => left - right);
  const retried = ordered.map((failsIn, index) => ({ from: ordered[index - 1] ?? 0, failsIn }));
  const from = ordered.at(-1) ?? 0;
  return [...retried, { from, failsIn: ending === 'FAILED' ? Math.max(from, stages - 1) : undefined }];
}

function toEvents(plan: Plan, shared: EventOverrides): readonly RawEvent[] {
  const tape = new Tape(plan.legacy, shared);
  for (const [index, attempt] of plan.attempts.entries())
    runAttempt(tape, { plan, attempt, number: index + 1 });
  return tape.events;
}

interface Run {
  readonly plan: Plan;
  readonly attempt: AttemptPlan;
  /** From 1. */
  readonly number: number;
}

function runAttempt(tape: Tape, run: Run): void {
  const { plan, attempt, number } = run;
  const isRetry = number > 1;
  // A person looks before retrying; without numbers, retries closer than the skew of events could not be told apart.
  if (isRetry) tape.wait(RETRY_GAP_SECONDS);
  tape.add(buildPipelineEvent, { state: isRetry ? 'RESUMED' : 'STARTED', attempt: number });
  const last = attempt.failsIn ?? lastStage(plan);
  for (let index = attempt.from; index <= last; index += 1) runStage(tape, run, index);
  const ending = attempt.failsIn === undefined ? plan.ending : 'FAILED';
  if (ending !== 'RUNNING') tape.add(buildPipelineEvent, { state: ending, attempt: number });
}

function runStage(tape: Tape, { plan, attempt, number }: Run, index: number): void {
  const shared = { attempt: number, stage: nameOf(index) };
  const isResumed = number > 1 && index === attempt.from;
  const fails = index === attempt.failsIn;
  tape.add(buildStageEvent, { ...shared, state: isResumed ? 'RESUMED' : 'STARTED' });
  for (const action of plan.stages[index] ?? []) {
    tape.add(buildActionEvent, { ...shared, action, state: 'STARTED' });
    tape.add(buildActionEvent, {
      ...shared,
      action,
      state: fails && action === 'Action1' ? 'FAILED' : 'SUCCEEDED',
    });
  }
  tape.add(buildStageEvent, { ...shared, state: fails ? 'FAILED' : 'SUCCEEDED' });
}

/** Takes events down, a second apart. */
class Tape {
  readonly events: RawEvent[] = [];
  private after = 0;
  private readonly legacy: boolean;
  private readonly shared: EventOverrides;

  constructor(legacy: boolean, shared: EventOverrides) {
    this.legacy = legacy;
    this.shared = shared;
  }

  wait(seconds: number): void {
    this.after += seconds;
  }

  add(build: (overrides: EventOverrides) => RawEvent, { attempt, ...overrides }: EventOverrides): void {
    this.after += 1;
    const age = this.legacy
      ? { detail: { 'pipeline-execution-attempt': undefined, 'action-execution-id': undefined } }
      : { ...(attempt !== undefined && { attempt }) };
    this.events.push(build({ ...this.shared, ...overrides, ...age, after: this.after }));
  }
}

function lastStage({ stages, ending }: Plan): number {
  return ending === 'SUCCEEDED' ? stages.length - 1 : Math.floor((stages.length - 1) / 2);
}

function nameOf(index: number): string {
  return STAGE_NAMES[index] ?? `Stage${index}`;
}

/** The same events in any order, some of them more than once. */
export function shufflings<T>(events: readonly T[]): fc.Arbitrary<readonly T[]> {
  return fc
    .tuple(fc.shuffledSubarray([...events], { minLength: events.length }), fc.subarray([...events]))
    .chain(([all, repeated]) =>
      fc.shuffledSubarray([...all, ...repeated], { minLength: all.length + repeated.length }),
    );
}
