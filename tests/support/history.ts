import fc from 'fast-check';
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
  const events: RawEvent[] = [];
  let after = 0;
  const pipeline = (state: string, attempt: number) =>
    events.push(buildPipelineEvent(own({ state, attempt, after: ++after })));
  const stage = (state: string, attempt: number, index: number) =>
    events.push(buildStageEvent(own({ state, attempt, after: ++after, stage: nameOf(index) })));
  const action = (state: string, attempt: number, index: number, name: string) =>
    events.push(
      buildActionEvent(own({ state, attempt, after: ++after, stage: nameOf(index), action: name })),
    );
  for (const [number, { from, failsIn }] of plan.attempts.entries()) {
    const attempt = number + 1;
    const isLast = attempt === plan.attempts.length;
    // A person looks before retrying; without numbers, retries closer than the skew of events could not be told apart.
    if (attempt > 1) after += RETRY_GAP_SECONDS;
    pipeline(attempt === 1 ? 'STARTED' : 'RESUMED', attempt);
    const last = isLast ? (failsIn ?? lastStage(plan)) : (failsIn ?? 0);
    for (let index = from; index <= last; index += 1) {
      const fails = index === failsIn;
      stage(attempt > 1 && index === from ? 'RESUMED' : 'STARTED', attempt, index);
      for (const name of plan.stages[index] ?? []) {
        action('STARTED', attempt, index, name);
        action(fails && name === 'Action1' ? 'FAILED' : 'SUCCEEDED', attempt, index, name);
      }
      stage(fails ? 'FAILED' : 'SUCCEEDED', attempt, index);
    }
    if (failsIn !== undefined) pipeline('FAILED', attempt);
    else if (plan.ending !== 'RUNNING') pipeline(plan.ending, attempt);
  }
  return events;

  function own(overrides: EventOverrides): EventOverrides {
    if (!plan.legacy) return { ...shared, ...overrides };
    const { attempt: _, ...rest } = overrides;
    return {
      ...shared,
      ...rest,
      detail: { 'pipeline-execution-attempt': undefined, 'action-execution-id': undefined },
    };
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
