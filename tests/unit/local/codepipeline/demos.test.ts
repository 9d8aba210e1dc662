import { describe, expect, it } from '@jest/globals';
import { virtualClock } from '#local/codepipeline/clock.ts';
import type { LoopbackCodePipeline } from '#local/codepipeline/index.ts';
import { createLoopbackCodePipeline } from '#local/codepipeline/index.ts';
import { approveAll, openApprovals } from '#tests/support/approve-all.ts';
import type { AskedJob } from './job-support.ts';
import { FakeLambda } from './job-support.ts';
import type { StateChange } from './state-change.ts';
import { parseStateChange } from './state-change.ts';
import { PLACE, START, wordsOf } from './support.ts';

const SHORTEST_MILLISECONDS = 8_000;
const LONGEST_MILLISECONDS = 15_000;

/** How each execution of a demo ends if people approve and functions do what they are asked, in the order in which they start. */
const ENDS: Readonly<Record<string, readonly string[]>> = {
  succeeds: ['SUCCEEDED'],
  'fails-in-build': ['FAILED'],
  'fails-in-deploy': ['FAILED'],
  'fails-in-stack': ['FAILED'],
  retried: ['SUCCEEDED'],
  stopped: ['STOPPED'],
  superseded: ['SUCCEEDED', 'SUPERSEDED', 'SUCCEEDED'],
  'two-at-once': ['SUCCEEDED', 'FAILED'],
  'needs-approval': ['SUCCEEDED'],
  'approval-decided-in-console': ['SUCCEEDED'],
  'approval-superseded': ['SUCCEEDED', 'SUCCEEDED'],
  'approvals-in-parallel': ['SUCCEEDED', 'SUCCEEDED'],
  gated: ['SUCCEEDED'],
  'smoke-tested': ['SUCCEEDED'],
};

/** How many wait for a person when a demo does nothing more by itself. */
const QUESTIONS: Readonly<Record<string, number>> = {
  'needs-approval': 1,
  'approval-superseded': 1,
  'approvals-in-parallel': 2,
};

it('offers every demo with a title and a description', () => {
  const { service } = createService();

  expect(service.demos.map((demo) => demo.name).toSorted()).toEqual(Object.keys(ENDS).toSorted());
  for (const demo of service.demos) {
    expect(demo.title).not.toBe('');
    expect(demo.description).not.toBe('');
  }
});

it('names the demos there are when asked for another', async () => {
  const { service } = createService();

  await expect(service.runDemo('fails')).rejects.toThrow('There is no demo fails; there are succeeds, ');
});

describe.each(Object.entries(ENDS))('the demo %s', (name, ends) => {
  it('ends as it says', async () => {
    const { service, events } = createService();

    const { executions } = await service.runDemo(name);
    await approveAll(service);

    expect(executions.map((id) => lastState(events, id))).toEqual(ends);
  });

  it('waits for as many people as it says', async () => {
    const { service } = createService();

    await service.runDemo(name);
    await service.finished();

    expect(openApprovals(service)).toHaveLength(QUESTIONS[name] ?? 0);
  });

  it('takes the time that people like to watch', async () => {
    const { service, clock } = createService();

    await service.runDemo(name);
    await approveAll(service);

    expect(clock.now() - START).toBeGreaterThanOrEqual(SHORTEST_MILLISECONDS);
    expect(clock.now() - START).toBeLessThanOrEqual(LONGEST_MILLISECONDS);
  });

  it('tells the same story every time', async () => {
    const first = createService();
    const second = createService();

    for (const { service } of [first, second]) {
      await service.runDemo(name);
      await approveAll(service);
    }

    expect(second.events.map(wordsOf)).toEqual(first.events.map(wordsOf));
  });

  it('can be run again while it runs', async () => {
    const { service, events } = createService();

    const runs = [await service.runDemo(name), await service.runDemo(name)];
    await approveAll(service);

    for (const id of runs.flatMap((run) => run.executions))
      expect(['SUCCEEDED', 'FAILED', 'STOPPED', 'SUPERSEDED']).toContain(lastState(events, id));
  });
});

it('lets a failed deployment recover when somebody retries it', async () => {
  const { service, events } = createService();
  const { executions } = await service.runDemo('fails-in-deploy');
  await service.finished();

  await service.handle('RetryStageExecution', {
    pipelineName: 'web-checkout',
    stageName: 'Deploy',
    pipelineExecutionId: executions[0],
    retryMode: 'FAILED_ACTIONS',
  });
  await service.finished();

  expect(events.at(-1)?.detail).toMatchObject({ state: 'SUCCEEDED', 'pipeline-execution-attempt': 2 });
});

it('shows that a newer execution waits while an older one asks', async () => {
  const { service } = createService();
  const { executions } = await service.runDemo('approval-superseded');
  await service.finished();

  const view = service.pipelines().find(({ name }) => name === 'ledger');

  expect(view?.executions).toMatchObject([
    { id: executions[1], state: 'STARTED', waitingFor: 'Approve' },
    { id: executions[0], state: 'STARTED', stages: [{}, {}, { actions: [{ approval: {} }] }, {}] },
  ]);
});

it.each([
  [
    'gated',
    [
      {
        job: 'gate',
        approval: { question: 'Let b5d7f9a1c3e4d6f8a0b2c4e5d7f9a1b3c5d6e8f0 into production?' },
        maxWaitMinutes: 60,
      },
      {
        job: 'notify',
        to: ['pipelines'],
        message: 'orders-api is live with b5d7f9a1c3e4d6f8a0b2c4e5d7f9a1b3c5d6e8f0',
        fields: { Branch: 'main' },
      },
    ],
  ],
  [
    'smoke-tested',
    [
      {
        job: 'start-state-machine',
        stateMachine: 'smoke-test',
        input: { url: 'https://staging.example.com/' },
      },
    ],
  ],
])('asks the function in the demo %s for its jobs', async (name, jobs) => {
  const { service, lambda } = createService();

  await service.runDemo(name);
  await service.finished();

  expect(lambda.invocations.map((invocation) => invocation.name)).toEqual(jobs.map(() => 'jobs'));
  expect(lambda.jobs.map(parametersOf)).toEqual(jobs);
});

it('says why in every failure', async () => {
  const { service, events } = createService();
  for (const name of ['fails-in-build', 'fails-in-deploy', 'fails-in-stack', 'retried', 'two-at-once'])
    await service.runDemo(name);
  await service.finished();

  const failures = events.filter(({ detail }) => detail.action && detail.state === 'FAILED');

  expect(failures).toHaveLength(5);
  for (const { detail } of failures)
    expect(detail['execution-result']?.['external-execution-summary']?.length).toBeGreaterThan(40);
});

it('shows every provider that can tell an id, an address or a summary', async () => {
  const { service, events } = createService();
  for (const { name } of service.demos) await service.runDemo(name);
  await service.finished();

  const told = events.filter((event) => event.detail['execution-result']);
  const providers = new Set(told.map((event) => event.detail.type?.provider));

  expect(providers.size).toBeGreaterThanOrEqual(12);
});

interface Service {
  readonly service: LoopbackCodePipeline;
  readonly events: readonly StateChange[];
  readonly lambda: FakeLambda;
  readonly clock: ReturnType<typeof virtualClock>;
}

function createService(): Service {
  const events: StateChange[] = [];
  const clock = virtualClock(START);
  const emit = async (event: unknown) => {
    events.push(parseStateChange(event));
  };
  const lambda = new FakeLambda();
  const service = createLoopbackCodePipeline({
    ...PLACE,
    emit,
    invoke: lambda.invoke,
    jobFunctionName: 'jobs',
    pace: 0,
    clock,
  });
  lambda.does = async ({ id: jobId }) => {
    await service.handle('PutJobSuccessResult', { jobId });
  };
  return { service, events, lambda, clock };
}

function parametersOf({ data }: AskedJob): unknown {
  return JSON.parse(data.actionConfiguration.configuration['UserParameters'] ?? '');
}

function lastState(events: readonly StateChange[], id: string) {
  return events.findLast((event) => !event.detail.stage && event.detail['execution-id'] === id)?.detail.state;
}
