import { describe, expect, it } from '@jest/globals';
import type { AwsService } from '#shared/clients/aws-json.ts';
import { buildActionEvent, buildPipelineEvent, type EventOverrides } from '#tests/support/build-event.ts';
import { FakeAwsJson, refusal } from '#tests/support/fake-aws-json.ts';
import { FakeAwsServices } from '#tests/support/fake-aws-services.ts';
import { World } from './support/world.ts';

const DEPLOY = { owner: 'AWS', category: 'Deploy', provider: 'CodeDeploy', version: '1' };
const RESULT = { 'external-execution-id': 'd-ABCDEF123', 'error-code': 'JobFailed' };
const DEPLOYMENT = {
  deploymentInfo: {
    errorInformation: { code: 'HEALTH_CONSTRAINTS', message: 'Too many hosts are unhealthy' },
  },
};

const HUNDRED = Array.from(
  { length: 100 },
  (_, index) => `7a8e7924-7efa-442e-beaa-${String(index).padStart(12, '0')}`,
);

function deployed(overrides: EventOverrides = {}) {
  return buildActionEvent({
    stage: 'Deploy',
    action: 'Fleet',
    state: 'FAILED',
    after: 20,
    ...overrides,
    detail: { type: DEPLOY, 'execution-result': RESULT },
  });
}

/** Of a provider whose service nobody asks. */
function smoked(overrides: EventOverrides) {
  return buildActionEvent({
    stage: 'Verify',
    action: 'Smoke',
    state: 'FAILED',
    after: 20,
    ...overrides,
    detail: { type: { owner: 'Custom', category: 'Test', provider: 'Smoke', version: '1' } },
  });
}

function countOf({ calls }: FakeAwsJson, wanted: string): number {
  return calls.filter(({ operation }) => operation === wanted).length;
}

function mailsOf(world: World): readonly string[] {
  return world.topics.published.map(({ Message }) => String(JSON.parse(Message).email));
}

/** A world of these runs of actions, and CodePipeline, which keeps what it was asked. */
function knowing(...actionExecutionDetails: readonly unknown[]) {
  const world = new World();
  const codepipeline = new FakeAwsJson({ actionExecutionDetails });
  world.services = new FakeAwsServices({ CODEPIPELINE: codepipeline });
  return { world, codepipeline };
}

describe('a burst of failures', () => {
  it('costs facts at most: every failure is told, and the service is not asked without end', async () => {
    let answered = 0;
    let second = 0;
    const world = new World();
    const codepipeline = new FakeAwsJson({});
    const throttling = {
      calls: 0,
      async call(operation: string) {
        throttling.calls += 1;
        if (world.clock.time !== second) answered = 0;
        second = world.clock.time;
        answered += 1;
        // CodeDeploy that takes three calls a second.
        if (answered > 3) throw refusal('ThrottlingException');
        return operation === 'GetDeployment' ? DEPLOYMENT : { targetIds: [] };
      },
    };
    world.services = {
      ...new FakeAwsServices(),
      json: ({ id }: AwsService) => (id === 'CODEPIPELINE' ? codepipeline : throttling),
    } as never;

    for (const executionId of HUNDRED) await world.play(deployed({ executionId }));
    for (let seconds = 0; seconds < 300; seconds += 1) await world.wait(1);

    expect(world.slack.replies).toHaveLength(100);
    expect(mailsOf(world)).toHaveLength(100);
    expect(throttling.calls).toBeLessThanOrEqual(100 * 6 * 2);
    expect(countOf(codepipeline, 'ListActionExecutions')).toBeLessThanOrEqual(100);
    expect(countOf(codepipeline, 'ListPipelineExecutions')).toBeLessThanOrEqual(10);
    expect(world.left).toBe(0);
  });

  it('asks CodePipeline once an execution what its actions did, and a few times what the pipeline ran', async () => {
    const { world, codepipeline } = knowing();

    for (const executionId of HUNDRED) await world.play(smoked({ executionId }));
    for (let seconds = 0; seconds < 120; seconds += 1) await world.wait(1);

    expect(world.slack.replies).toHaveLength(100);
    expect(countOf(codepipeline, 'ListActionExecutions')).toBe(100);
    expect(countOf(codepipeline, 'ListPipelineExecutions')).toBe(2);
  });

  it('of one execution asks once for all actions that failed together', async () => {
    const actions = ['Api', 'Basket', 'Login', 'Search', 'Stock'];
    const runs = actions.map((actionName) => ({ stageName: 'Verify', actionName, status: 'Failed' }));
    const { world, codepipeline } = knowing(...runs);

    for (const action of actions) await world.play(smoked({ action }));
    await world.wait(30);

    expect(countOf(codepipeline, 'ListActionExecutions')).toBe(1);
    expect(countOf(codepipeline, 'ListPipelineExecutions')).toBe(2);
  });
});

describe('CodePipeline that throttles', () => {
  it('is asked again what came since the last success; the why is told meanwhile', async () => {
    const world = new World();
    const tries: number[] = [];
    const { 'execution-id': id } = deployed().detail;
    const revision = (revisionId: string) => [{ actionName: 'Source', revisionId }];
    const last = { pipelineExecutionId: 'e1', sourceRevisions: revision('1a1c2d3e') };
    const recent = [{ pipelineExecutionId: id, sourceRevisions: revision('9f1c2d3e') }, last];
    const answer = async (operation: string, input: Readonly<Record<string, unknown>>) => {
      if (operation === 'GetDeployment') return DEPLOYMENT;
      if (operation !== 'ListPipelineExecutions') return {};
      tries.push(world.clock.time);
      if (tries.length <= 4) throw refusal('ThrottlingException');
      return { pipelineExecutionSummaries: input['filter'] === undefined ? recent : [last] };
    };
    world.services = Object.assign(new FakeAwsServices(), { json: () => ({ call: answer }) }) as never;

    await world.play(buildPipelineEvent({ state: 'STARTED' }), deployed());
    const before = JSON.stringify(world.slack.replies[0]?.body['blocks']);
    for (let seconds = 0; seconds < 60; seconds += 1) await world.wait(1);

    expect(before).toContain('Too many hosts are unhealthy');
    expect(before).not.toContain('Since Deploy last succeeded');
    expect(JSON.stringify(world.slack.replies[0]?.body['blocks'])).toContain('Since Deploy last succeeded');
    expect(tries).toHaveLength(6);
    expect(new Set(tries).size).toBe(3);
    expect(world.telemetry.counts.get('FactsMissed')).toBeUndefined();
    expect(world.left).toBe(0);
  });
});
