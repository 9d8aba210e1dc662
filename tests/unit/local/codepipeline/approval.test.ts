import { describe, expect, it } from '@jest/globals';
import { answerQuestion, getLastQuestion, getQuestion } from '#local/codepipeline/approval.ts';
import { virtualClock } from '#local/codepipeline/clock.ts';
import { getStageRun, retryStage, stopExecution } from '#local/codepipeline/control.ts';
import type { Execution } from '#local/codepipeline/execution.ts';
import { answer, buildApproval, DAY, gate, letPass, token, untilAsked } from './approval-support.ts';
import type { Simulation } from './support.ts';
import { buildDefinition, buildGatedDefinition, simulate } from './support.ts';

const MINUTE = 60_000;
const DEPLOYED = ['Deploy STARTED', 'Deploy/Fleet STARTED', 'Deploy/Fleet SUCCEEDED', 'Deploy SUCCEEDED'];

describe('an approval', () => {
  it('waits, whatever the plan says about its time', async () => {
    const simulation = simulate(buildGatedDefinition());

    const execution = simulation.start({
      behaviors: { 'Approve/Manager': [{ milliseconds: 10, outcome: 'SUCCEEDED' }] },
    });
    await simulation.finished();

    expect(simulation.story(execution).slice(-2)).toEqual(['Approve STARTED', 'Approve/Manager STARTED']);
    expect(simulation.events.at(-1)?.detail).not.toHaveProperty('execution-result');
  });

  it('lets the stage go on when it is approved', async () => {
    const { simulation, execution, before } = await untilAsked();

    answer(simulation, execution, { summary: 'Looks good' });
    await simulation.finished();

    expect(simulation.story(execution).slice(before)).toEqual([
      'Approve/Manager SUCCEEDED',
      'Approve SUCCEEDED',
      ...DEPLOYED,
      'pipeline SUCCEEDED',
    ]);
    expect(simulation.events[before]?.detail['execution-result']).toEqual({
      'external-execution-summary': 'Looks good',
    });
  });

  it('fails stage and pipeline when it is rejected', async () => {
    const { simulation, execution, before } = await untilAsked();

    answer(simulation, execution, { status: 'Rejected', summary: 'Not before the freeze ends' });
    await simulation.finished();

    expect(simulation.story(execution).slice(before)).toEqual([
      'Approve/Manager FAILED',
      'Approve FAILED',
      'pipeline FAILED',
    ]);
    expect(simulation.events[before]?.detail['execution-result']).toEqual({
      'external-execution-summary': 'Not before the freeze ends',
      'error-code': 'JobFailed',
    });
  });

  it('tells nothing of a person who said nothing', async () => {
    const { simulation, execution, before } = await untilAsked();

    answer(simulation, execution, { summary: '' });
    await simulation.finished();

    expect(simulation.events[before]?.detail).not.toHaveProperty('execution-result');
  });

  it.each([
    ['7 days', {}, 7 * DAY],
    ['the minutes of its declaration', { timeoutInMinutes: 5 }, 5 * MINUTE],
  ])('fails after %s without an answer, and says no more than that', async (_, more, milliseconds) => {
    const { simulation, execution, before } = await untilAsked(gate(more));
    const askedAt = simulation.world.agenda.now();

    await letPass(simulation, milliseconds - 1);
    expect(simulation.story(execution)).toHaveLength(before);
    await letPass(simulation, 1);

    const { detail, time } = simulation.events[before] ?? {};
    expect(detail).toMatchObject({ action: 'Manager', state: 'FAILED' });
    expect(detail?.['execution-result']).toEqual({ 'error-code': 'JobFailed' });
    expect(Date.parse(time ?? '')).toBe(Math.floor((askedAt + milliseconds) / 1000) * 1000);
    expect(simulation.story(execution).at(-1)).toBe('pipeline FAILED');
  });

  it('is not over when time goes by after its answer', async () => {
    const { simulation, execution } = await untilAsked();
    answer(simulation, execution, {});

    await letPass(simulation, 8 * DAY);

    expect(simulation.story(execution).at(-1)).toBe('pipeline SUCCEEDED');
  });

  it('is waited for by who stops the execution, and closed by who abandons it', async () => {
    const { simulation, execution, before } = await untilAsked();

    stopExecution(simulation.world, execution, { reason: undefined, abandon: false });
    await simulation.finished();
    expect(execution.state).toBe('STOPPING');
    stopExecution(simulation.world, execution, { reason: undefined, abandon: true });
    await letPass(simulation, 8 * DAY);

    expect(simulation.story(execution).slice(before + 2)).toEqual([
      'Approve/Manager ABANDONED',
      'Approve STOPPED',
      'pipeline STOPPED',
    ]);
  });

  it('stands beside others of its stage, and all must be given', async () => {
    const actions = [buildApproval('Manager'), buildApproval('Security')];
    const simulation = simulate(buildDefinition({ stages: [{ name: 'Approve', actions }] }));
    const execution = simulation.start();
    await simulation.finished();

    answer(simulation, execution, {});
    await simulation.finished();
    expect(execution.state).toBe('STARTED');
    answer(simulation, execution, { action: 'Security' });
    await simulation.finished();

    expect(execution.state).toBe('SUCCEEDED');
  });

  it('keeps a newer execution waiting for its stage', async () => {
    const { simulation, execution } = await untilAsked();
    const newer = simulation.start();
    await simulation.finished();
    expect(newer).toMatchObject({ state: 'STARTED', waitingFor: { name: 'Approve' } });

    answer(simulation, execution, { status: 'Rejected' });
    await simulation.finished();

    expect(simulation.story(newer).at(-1)).toBe('Approve/Manager STARTED');
  });

  it('asks anew under another token when its stage is retried', async () => {
    const { simulation, execution } = await untilAsked();
    const first = token(execution);
    answer(simulation, execution, { status: 'Rejected' });

    retryStage(simulation.world, { execution, stage: getStageRun(execution, 'Approve') }, 'FAILED_ACTIONS');
    await simulation.finished();

    expect(simulation.story(execution).at(-1)).toBe('Approve/Manager STARTED');
    expect(token(execution)).not.toBe(first);
  });
});

describe('a token', () => {
  it('is answered once', async () => {
    const { simulation, execution } = await untilAsked();
    const first = token(execution);
    answer(simulation, execution, {});

    const again = () => answerToken(simulation, first);

    expect(again).toThrow(expect.objectContaining({ name: 'ApprovalAlreadyCompletedException' }));
  });

  it.each<[string, (simulation: Simulation, execution: Execution) => unknown]>([
    ['its time is over', (simulation) => letPass(simulation, 7 * DAY)],
    [
      'its execution was stopped',
      ({ world }, execution) => stopExecution(world, execution, { reason: undefined, abandon: true }),
    ],
    [
      'its stage was retried',
      (simulation, execution) => {
        answer(simulation, execution, { status: 'Rejected' });
        const stage = getStageRun(execution, 'Approve');
        retryStage(simulation.world, { execution, stage }, 'FAILED_ACTIONS');
      },
    ],
    [
      'the next execution asks in its stage',
      async (simulation, execution) => {
        answer(simulation, execution, { status: 'Rejected' });
        simulation.start();
        await simulation.finished();
      },
    ],
  ])('is dead when %s', async (_, happens) => {
    const { simulation, execution } = await untilAsked();
    const first = token(execution);
    await happens(simulation, execution);

    const late = () => answerToken(simulation, first);

    expect(late).toThrow(expect.objectContaining({ name: 'InvalidApprovalTokenException' }));
  });

  it('is dead when its time is over, though nobody has noticed yet', async () => {
    const clock = virtualClock();
    const simulation = simulate(buildGatedDefinition(), clock);
    const execution = simulation.start();
    await simulation.finished();

    await clock.wait(7 * DAY, new AbortController().signal);

    expect(execution.state).toBe('STARTED');
    expect(() => answer(simulation, execution, {})).toThrow(
      expect.objectContaining({ name: 'InvalidApprovalTokenException' }),
    );
  });

  it('is told apart from that of another execution in PARALLEL mode', async () => {
    const simulation = simulate(buildGatedDefinition({ mode: 'PARALLEL' }));
    const [one, other] = [simulation.start(), simulation.start()];
    await simulation.finished();

    answerToken(simulation, token(one));
    await simulation.finished();

    expect([one.state, other.state]).toEqual(['SUCCEEDED', 'STARTED']);
    expect(() => answerToken(simulation, token(one))).toThrow(
      expect.objectContaining({ name: 'ApprovalAlreadyCompletedException' }),
    );
  });
});

describe('a person in the AWS console', () => {
  it.each([
    ['approve', 'SUCCEEDED'],
    ['reject', 'FAILED'],
  ] as const)('can %s as a user of IAM', async (kind, end) => {
    const simulation = simulate(buildGatedDefinition());
    const act = { kind, action: 'Manager', summary: 'As agreed', by: 'nikki.wolf' };

    const execution = simulation.start({
      interventions: [{ stage: 'Approve', state: 'STARTED', afterMilliseconds: 3_000, act }],
    });
    await simulation.finished();

    const { run } = getLastQuestion(execution, { stage: 'Approve', action: 'Manager' });
    expect(execution.state).toBe(end);
    expect(run.approval.answeredBy).toBe('arn:aws:iam::111122223333:user/nikki.wolf');
    expect(run.updatedAt - run.startedAt).toBe(3_000);
  });

  it('lets it be when somebody else was faster', async () => {
    const simulation = simulate(buildGatedDefinition());
    const act = { kind: 'reject', action: 'Manager', summary: 'No', by: 'nikki.wolf' } as const;
    const execution = simulation.start({
      interventions: [{ stage: 'Approve', state: 'STARTED', afterMilliseconds: 3_000, act }],
    });
    simulation.at(3_000, () => answer(simulation, execution, {}));

    await simulation.finished();

    expect(execution.state).toBe('SUCCEEDED');
  });
});

function answerToken({ world, pipeline }: Simulation, given: string) {
  const question = getQuestion(pipeline, { stage: 'Approve', action: 'Manager' }, given);
  answerQuestion(world, question, {
    status: 'Approved',
    summary: 'Fine',
    by: 'arn:aws:iam::111122223333:user/manager',
  });
}
