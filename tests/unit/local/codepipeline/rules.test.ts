import { describe, expect, it } from '@jest/globals';
import type { ActionDefinition, PipelineDefinition } from '#local/codepipeline/definition.ts';
import { isInvocationRun } from '#local/codepipeline/execution.ts';
import { isOpen } from '#local/codepipeline/invocation.ts';
import { getJob } from '#local/codepipeline/job.ts';
import type { Behavior, Intervention, Plan } from '#local/codepipeline/plan.ts';
import { fc } from '#tests/support/property.ts';
import type { AskedJob } from './job-support.ts';
import { FakeLambda, fail, succeed } from './job-support.ts';
import type { StateChange } from './state-change.ts';
import type { Simulation } from './support.ts';
import { buildAction, MODES, simulate } from './support.ts';

/** From state to state; '' stands before the first. */
const PIPELINE_STEPS = ` STARTED
  STARTED STOPPING, STARTED SUCCEEDED, STARTED FAILED, STARTED SUPERSEDED
  RESUMED STOPPING, RESUMED SUCCEEDED, RESUMED FAILED, RESUMED SUPERSEDED
  STOPPING STOPPED, FAILED RESUMED, STOPPED RESUMED`;
const STAGE_STEPS = ` STARTED
  STARTED STOPPING, STARTED SUCCEEDED, STARTED FAILED
  RESUMED STOPPING, RESUMED SUCCEEDED, RESUMED FAILED
  STOPPING STOPPED, FAILED RESUMED, STOPPED RESUMED`;
const ACTION_STEPS = ` STARTED
  STARTED SUCCEEDED, STARTED FAILED, STARTED ABANDONED`;

const ENDS = ['SUCCEEDED', 'FAILED', 'STOPPED', 'SUPERSEDED'];

describe('whatever a pipeline is made of and whatever people do', () => {
  it('keeps the rules of its mode', async () => {
    await fc.assert(
      fc.asyncProperty(
        definitions(),
        fc.array(starts(), { minLength: 1, maxLength: 4 }),
        fc.array(replies(), { maxLength: 12 }),
        async (definition, plans, given) => {
          const lambda = new FakeLambda();
          const simulation = simulate(definition, undefined, { invoke: lambda.invoke });
          const left = [...given];
          lambda.does = (job) => reply(simulation, job, left.shift());
          for (const { after, plan } of plans) simulation.at(after, () => void simulation.start(plan));

          await untilTheEnd(simulation);

          expectLegalSteps(simulation);
          expectEnds(simulation);
          expectStagesToBeShared(simulation);
          expectAttempts(simulation);
          expectOrder(simulation);
          expectApprovals(simulation);
          expectJobs(simulation);
        },
      ),
      { numRuns: 150 },
    );
  });
});

/** Nobody decides any more: what still waits for people or functions times out. */
async function untilTheEnd(simulation: Simulation) {
  await simulation.finished();
  while (simulation.pipeline.executions.some(({ state }) => !ENDS.includes(state))) {
    simulation.at(TIMEOUT_MINUTES * 60_000, () => undefined);
    await simulation.finished();
  }
}

function expectLegalSteps({ events }: Simulation) {
  const state = new Map<string, string>();
  for (const { detail } of events) {
    const { stage, 'action-execution-id': run } = detail;
    const key = run ?? `${detail['execution-id']} ${stage ?? ''}`;
    const steps = run ? ACTION_STEPS : stage ? STAGE_STEPS : PIPELINE_STEPS;
    expect(steps.split(/[,\n]/).map((step) => step.trim())).toContain(
      `${state.get(key) ?? ''} ${detail.state}`.trim(),
    );
    state.set(key, detail.state);
  }
}

function expectEnds({ pipeline, events }: Simulation) {
  const states = pipeline.executions.map((execution) => execution.state);
  expect(states.filter((state) => !ENDS.includes(state))).toEqual([]);
  if (pipeline.definition.mode !== 'SUPERSEDED') expect(states).not.toContain('SUPERSEDED');
  for (const { id, state } of pipeline.executions) {
    const last = events.findLast((event) => !event.detail.stage && event.detail['execution-id'] === id);
    expect(last?.detail.state).toBe(state);
  }
}

/** One execution at a time in a stage, but in PARALLEL mode. */
function expectStagesToBeShared({ pipeline, events }: Simulation) {
  if (pipeline.definition.mode === 'PARALLEL') return;
  const inside = new Map<string, string>();
  for (const { detail } of events.filter((event) => event.detail.stage && !event.detail.action)) {
    const stage = String(detail.stage);
    const isEnd = ENDS.includes(detail.state);
    expect([undefined, detail['execution-id']]).toContain(inside.get(stage));
    if (isEnd) inside.delete(stage);
    else inside.set(stage, detail['execution-id']);
  }
}

function expectAttempts({ events, pipeline }: Simulation) {
  for (const execution of pipeline.executions) {
    const own = events.filter((event) => event.detail['execution-id'] === execution.id);
    let attempt = 1;
    for (const { detail } of own) {
      if (!detail.stage && detail.state === 'RESUMED') attempt += 1;
      expect(detail['pipeline-execution-attempt']).toBe(attempt);
    }
  }
}

/** An action starts when all of lower order in its stage have succeeded. */
function expectOrder({ events, pipeline }: Simulation) {
  for (const [index, { detail }] of events.entries()) {
    if (!detail.action || detail.state !== 'STARTED') continue;
    const actions = pipeline.definition.stages.find(({ name }) => name === detail.stage)?.actions ?? [];
    const order = actions.find(({ name }) => name === detail.action)?.runOrder ?? 1;
    for (const lower of actions.filter(({ runOrder = 1 }) => runOrder < order))
      expect(events.slice(0, index).some((event) => isSuccess(event, detail, lower.name))).toBe(true);
  }
}

/** An approval ends by a person, by its time-out or by being abandoned; each run has a token of its own. */
function expectApprovals({ events, pipeline }: Simulation) {
  const runs = pipeline.executions
    .flatMap((execution) => execution.stages.flatMap((stage) => stage.actions))
    .filter(({ definition }) => definition.kind === 'Approval/Manual');
  for (const { id, state, approval, startedAt, updatedAt, result } of runs) {
    const last = events.findLast(({ detail }) => detail['action-execution-id'] === id);
    expect(last?.detail.state).toBe(state);
    const isAnswered = approval?.answeredBy !== undefined;
    const isTimedOut = updatedAt - startedAt === TIMEOUT_MINUTES * 60_000;
    expect([isAnswered, isTimedOut, state === 'ABANDONED'].filter(Boolean)).toHaveLength(1);
    if (isAnswered) expect(result?.summary).toBe(state === 'SUCCEEDED' ? 'yes' : 'no');
    else expect(state).not.toBe('SUCCEEDED');
  }
  const tokens = runs.map(({ approval }) => approval?.token);
  expect(tokens).not.toContain(undefined);
  expect(new Set(tokens).size).toBe(runs.length);
}

/** A Lambda action ends by an answer to its last job, by its time-out or by being abandoned. */
function expectJobs({ pipeline }: Simulation) {
  const runs = pipeline.executions
    .flatMap((execution) => execution.stages.flatMap((stage) => stage.actions))
    .filter(isInvocationRun);
  for (const { state, result, updatedAt, invocation } of runs) {
    const last = invocation.jobs.at(-1);
    const isTimedOut = result?.summary?.includes('failed to return a result') === true;
    expect(invocation.jobs.slice(0, -1).every(({ isAnswered }) => isAnswered)).toBe(true);
    if (state !== 'ABANDONED') expect([last?.isAnswered, isTimedOut]).toContain(true);
    if (isTimedOut) expect([state, updatedAt, last?.isAnswered]).toEqual(['FAILED', last?.expiresAt, false]);
  }
  const ids = runs.flatMap(({ invocation }) => invocation.jobs.map(({ id }) => id));
  expect(new Set(ids).size).toBe(ids.length);
}

function isSuccess(event: StateChange, { stage, ...detail }: StateChange['detail'], action: string) {
  return (
    event.detail['execution-id'] === detail['execution-id'] &&
    event.detail.stage === stage &&
    event.detail.action === action &&
    event.detail.state === 'SUCCEEDED'
  );
}

const STAGES = ['One', 'Two', 'Three'];
const ACTIONS = ['A', 'B', 'C'];
const PLACES = STAGES.flatMap((stage) => ACTIONS.map((action) => ({ stage, action })));
const KINDS = ['Build/CodeBuild', 'Build/CodeBuild', 'Approval/Manual', 'Invoke/Lambda'] as const;
const TIMEOUT_MINUTES = 5;

function definitions(): fc.Arbitrary<PipelineDefinition> {
  const action = fc.record({
    runOrder: fc.integer({ min: 1, max: 2 }),
    kind: fc.constantFrom(...KINDS),
  });
  const actions = fc.array(action, { minLength: 1, maxLength: 3 });
  return fc
    .record({ mode: fc.constantFrom(...MODES), stages: fc.array(actions, { minLength: 1, maxLength: 3 }) })
    .map(({ mode, stages }) => ({
      name: 'any',
      version: 1,
      type: 'V2',
      mode,
      stages: stages.map((each, index) => ({ name: STAGES[index] ?? '', actions: each.map(toAction) })),
    }));
}

function toAction(more: Partial<ActionDefinition>, index: number): ActionDefinition {
  const configuration = { ProjectName: 'any', FunctionName: 'any' };
  return buildAction(ACTIONS[index] ?? '', { ...more, configuration, timeoutInMinutes: TIMEOUT_MINUTES });
}

type Reply = 'success' | 'failure' | 'continuation' | 'silence';

function replies(): fc.Arbitrary<Reply> {
  return fc.constantFrom('success', 'success', 'failure', 'continuation', 'silence');
}

function reply(simulation: Simulation, job: AskedJob, word: Reply = 'success') {
  // The execution may have been abandoned since.
  const { run, job: asked } = getJob(simulation.world, job.id);
  if (word === 'silence' || !isOpen(simulation.world, run, asked)) return;
  if (word === 'failure') fail(simulation, job);
  else succeed(simulation, job, word === 'continuation' ? { continuationToken: 'more' } : {});
}

function starts(): fc.Arbitrary<{ after: number; plan: Partial<Plan> }> {
  const behavior: fc.Arbitrary<Behavior> = fc.record({
    milliseconds: fc.integer({ min: 0, max: 900 }),
    outcome: fc.constantFrom('SUCCEEDED', 'SUCCEEDED', 'SUCCEEDED', 'FAILED'),
  });
  const names = PLACES.map(({ stage, action }) => `${stage}/${action}`);
  const runs = fc.array(behavior, { minLength: 1, maxLength: 2 });
  return fc.record({
    after: fc.integer({ min: 0, max: 2_000 }),
    plan: fc.record({
      behaviors: fc.dictionary(fc.constantFrom(...names), runs),
      interventions: fc
        .tuple(fc.array(interventions(), { maxLength: 3 }), decisions())
        .map(([some, others]) => [...some, ...others]),
    }),
  });
}

function interventions(): fc.Arbitrary<Intervention> {
  const stop = fc.record({
    kind: fc.constant('stop' as const),
    reason: fc.constant('enough'),
    abandon: fc.boolean(),
  });
  const retry = fc.record({
    kind: fc.constant('retry' as const),
    mode: fc.constantFrom('FAILED_ACTIONS' as const, 'ALL_ACTIONS' as const),
  });
  return fc.record({
    stage: fc.constantFrom(...STAGES),
    state: fc.constantFrom('STARTED', 'SUCCEEDED', 'FAILED', 'STOPPING', 'STOPPED', 'RESUMED'),
    afterMilliseconds: fc.integer({ min: 0, max: 600 }),
    act: fc.oneof(stop, retry),
  });
}

/** People decide about some of the actions, if they are approvals: too early, in time or too late. */
function decisions(): fc.Arbitrary<readonly Intervention[]> {
  return fc.subarray(PLACES).chain((places) => fc.tuple(...places.map(decision)));
}

function decision({ stage, action }: (typeof PLACES)[number]): fc.Arbitrary<Intervention> {
  const yes = { kind: 'approve', action, summary: 'yes', by: 'mary' } as const;
  const no = { kind: 'reject', action, summary: 'no', by: 'mary' } as const;
  return fc.record({
    stage: fc.constant(stage),
    state: fc.constantFrom('STARTED', 'STARTED', 'STARTED', 'RESUMED'),
    afterMilliseconds: fc.integer({ min: 0, max: 2_000 }),
    act: fc.constantFrom(yes, yes, yes, no),
  });
}
