import {
  ApprovalAlreadyCompletedException,
  type CodePipelineClient,
  InvalidApprovalTokenException,
} from '@aws-sdk/client-codepipeline';
import { describe, expect, it } from '@jest/globals';
import { createApprovals } from '#shared/clients/approvals.ts';
import { EXECUTION_ID, PIPELINE, REGION, START } from '#tests/support/build-event.ts';
import { TOKEN } from '#tests/support/fake-approvals.ts';
import { FakeSdkClient, sdkError } from '#tests/support/fake-sdk-client.ts';

const PLACE = { region: REGION, pipeline: PIPELINE, stage: 'Approve', action: 'Manager' };
const ANSWER = { ...PLACE, token: TOKEN, choice: 'approve', summary: 'Approved by Ada' } as const;
const OTHER = '00000000-0000-4000-8000-000000000000';

function approvalsOver(...script: readonly unknown[]) {
  const client = new FakeSdkClient(...script);
  const regions: string[] = [];
  const clientOf = (region: string) => {
    regions.push(region);
    return client as unknown as CodePipelineClient;
  };
  return { approvals: createApprovals(clientOf), calls: client.calls, regions };
}

function stateWith(stage: object, run: object | undefined = { token: TOKEN, status: 'InProgress' }) {
  const actionStates = [
    { actionName: 'Other', latestExecution: { token: OTHER } },
    { actionName: 'Manager', latestExecution: run },
  ];
  return { stageStates: [{ stageName: 'Source' }, { stageName: 'Approve', actionStates, ...stage }] };
}

function run(overrides: object = {}) {
  return {
    pipelineExecutionId: EXECUTION_ID,
    stageName: 'Approve',
    actionName: 'Manager',
    status: 'InProgress',
    startTime: new Date(START * 1000 + 400),
    input: { actionTypeId: { category: 'Approval' } },
    ...overrides,
  };
}

describe('the state of a stage', () => {
  it('is that of its action, with the token while it waits', async () => {
    const latestExecution = { pipelineExecutionId: EXECUTION_ID };
    const { approvals, calls, regions } = approvalsOver(stateWith({ latestExecution }));

    expect(await approvals.getStage(PLACE)).toEqual({
      executionId: EXECUTION_ID,
      token: TOKEN,
      status: 'InProgress',
      summary: undefined,
      updatedBy: undefined,
      isNewerWaiting: false,
    });
    expect(calls).toEqual([{ command: 'GetPipelineStateCommand', input: { name: PIPELINE } }]);
    expect(regions).toEqual([REGION]);
  });

  it('tells who answered, and that an execution waits to enter it', async () => {
    const answered = { status: 'Succeeded', summary: 'ok', lastUpdatedBy: 'arn:aws:iam::1:user/mary' };
    const inboundExecutions = [{ pipelineExecutionId: 'newer' }];
    const { approvals } = approvalsOver(stateWith({ inboundExecutions }, answered));

    expect(await approvals.getStage(PLACE)).toMatchObject({
      executionId: undefined,
      token: undefined,
      status: 'Succeeded',
      summary: 'ok',
      updatedBy: 'arn:aws:iam::1:user/mary',
      isNewerWaiting: true,
    });
  });

  it('knows nothing of one that is not there any more', async () => {
    const { approvals } = approvalsOver({ stageStates: [] });

    expect(await approvals.getStage(PLACE)).toMatchObject({ executionId: undefined, token: undefined });
  });
});

describe('the run of an approval', () => {
  it('is the newest of its action, with its question resolved', async () => {
    const input = {
      configuration: { CustomData: '#{Source.CommitId}', ExternalEntityLink: 'https://example.com' },
      resolvedConfiguration: { CustomData: '4f2c9d1' },
    };
    const output = { executionResult: { externalExecutionId: TOKEN } };
    const older = run({ status: 'Failed' });
    const { approvals, calls } = approvalsOver({
      actionExecutionDetails: [run({ actionName: 'Other' }), run({ input, output }), older],
    });

    expect(await approvals.findRun(PLACE, EXECUTION_ID)).toEqual({
      status: 'InProgress',
      startedAt: START,
      externalId: TOKEN,
      customData: '4f2c9d1',
      reviewLink: 'https://example.com',
      updatedBy: undefined,
      summary: undefined,
      authors: [],
    });
    expect(calls[0]?.input).toEqual({
      pipelineName: PIPELINE,
      filter: { pipelineExecutionId: EXECUTION_ID },
      maxResults: 100,
    });
  });

  it('comes with the authors that its sources tell of', async () => {
    const source = (outputVariables: object) =>
      run({
        stageName: 'Source',
        input: { actionTypeId: { category: 'Source' } },
        output: { outputVariables },
      });
    const { approvals } = approvalsOver({
      actionExecutionDetails: [
        run({ output: { outputVariables: { AuthorEmail: 'not-a-source@example.com' } } }),
        source({ AuthorDisplayName: 'Ada', AuthorEmail: 'ada@example.com' }),
        source({ CommitId: '4f2c9d1' }),
      ],
    });

    expect((await approvals.findRun(PLACE, EXECUTION_ID))?.authors).toEqual([
      { name: 'Ada', email: 'ada@example.com' },
    ]);
  });

  it('is none that is listed yet', async () => {
    expect(await approvalsOver({}).approvals.findRun(PLACE, EXECUTION_ID)).toBeUndefined();
  });
});

describe('the execution of a token', () => {
  it('is the one that the stage holds', async () => {
    const { approvals, calls } = approvalsOver(
      stateWith({ latestExecution: { pipelineExecutionId: EXECUTION_ID } }),
    );

    expect(await approvals.findExecution(PLACE, TOKEN)).toBe(EXECUTION_ID);
    expect(calls).toHaveLength(1);
  });

  it.each([
    ['shows no token', {}],
    ['shows the token and no execution', { token: TOKEN }],
  ])('is that of the run with it in PARALLEL mode, where the stage %s', async (_, latest) => {
    const withToken = { output: { executionResult: { externalExecutionId: TOKEN } } };
    const { approvals } = approvalsOver(stateWith({}, latest), {
      actionExecutionDetails: [
        run({ pipelineExecutionId: 'other' }),
        run({ ...withToken, actionName: 'Other', pipelineExecutionId: 'elsewhere' }),
        run(withToken),
      ],
    });

    expect(await approvals.findExecution(PLACE, TOKEN)).toBe(EXECUTION_ID);
  });

  it('is none for a token that is answered already, or that nobody knows', async () => {
    const output = { executionResult: { externalExecutionId: TOKEN } };
    const answered = { actionExecutionDetails: [run({ output, status: 'Succeeded' })] };
    const { approvals } = approvalsOver(stateWith({}, { token: OTHER }), answered);

    expect(await approvals.findExecution(PLACE, TOKEN)).toBeUndefined();
  });
});

describe('the time-out of an approval', () => {
  it.each([
    [{ name: 'Manager', timeoutInMinutes: 90 }, 90],
    [{ name: 'Manager' }, undefined],
    [{ name: 'Other', timeoutInMinutes: 90 }, undefined],
  ])('is what its action declares: %j', async (action, minutes) => {
    const stages = [
      { name: 'Source', actions: [] },
      { name: 'Approve', actions: [action] },
    ];
    const { approvals } = approvalsOver({ pipeline: { stages } });

    expect(await approvals.findTimeoutMinutes(PLACE)).toBe(minutes);
  });
});

describe('the changes of an approval', () => {
  const execution = (id: string, ...commits: readonly string[]) => ({
    pipelineExecutionId: id,
    sourceRevisions: commits.map((revisionId) => ({
      revisionId,
      revisionSummary: `Subject of ${revisionId}`,
    })),
  });
  const recent = [
    execution('newer', 'e'),
    execution(EXECUTION_ID, 'd'),
    execution('failed', 'c', 'd'),
    execution('released', 'b'),
    execution('old', 'a'),
  ];

  function listing(last: readonly object[], executions: readonly object[] = recent) {
    return approvalsOver({ pipelineExecutionSummaries: last }, { pipelineExecutionSummaries: executions });
  }

  it('are those since the stage last succeeded, newest first, each once', async () => {
    const { approvals, calls } = listing([execution('released')]);

    expect(await approvals.listChanges(PLACE, EXECUTION_ID)).toEqual([
      { commit: 'd', subject: 'Subject of d' },
      { commit: 'c', subject: 'Subject of c' },
    ]);
    expect(calls[0]?.input).toMatchObject({ filter: { succeededInStage: { stageName: 'Approve' } } });
  });

  it.each([
    ['all that are listed where it never succeeded', [], ['d', 'c', 'b', 'a']],
    [
      'all that are listed where only a newer execution succeeded',
      [execution('newer')],
      ['d', 'c', 'b', 'a'],
    ],
  ])('are %s', async (_, last, commits) => {
    const { approvals } = listing(last);

    const found = await approvals.listChanges(PLACE, EXECUTION_ID);

    expect(found.map(({ commit }) => commit)).toEqual(commits);
  });

  it('are unknown where the execution is too old to be listed', async () => {
    const { approvals } = listing([], [execution('newer', 'e')]);

    expect(await approvals.listChanges(PLACE, EXECUTION_ID)).toEqual([]);
  });
});

describe('an answer', () => {
  it.each([
    ['approve', 'Approved'],
    ['reject', 'Rejected'],
  ] as const)('is given with its token and summary: %s', async (choice, status) => {
    const { approvals, calls } = approvalsOver({ approvedAt: new Date() });

    expect(await approvals.answer({ ...ANSWER, choice })).toBe('TAKEN');
    const [pipelineName, stageName, actionName] = [PIPELINE, 'Approve', 'Manager'];
    const result = { status, summary: 'Approved by Ada' };
    const input = { pipelineName, stageName, actionName, token: TOKEN, result };
    expect(calls).toEqual([{ command: 'PutApprovalResultCommand', input }]);
  });

  it.each([ApprovalAlreadyCompletedException, InvalidApprovalTokenException])(
    'comes too late where CodePipeline says %p',
    async (Refusal) => {
      const { approvals } = approvalsOver(new Refusal({ message: 'x', $metadata: {} }));

      expect(await approvals.answer(ANSWER)).toBe('CLOSED');
    },
  );

  it.each([
    ['ThrottlingException', 400, 'rate_limited'],
    ['InternalFailure', 500, 'unavailable'],
    ['AccessDeniedException', 400, 'config'],
    ['PipelineNotFoundException', 400, 'rejected'],
  ])('fails by kind, and never names its token: %s', async (name, status, code) => {
    const { approvals } = approvalsOver(sdkError(name, status));
    const error: unknown = await approvals.answer(ANSWER).catch((thrown: unknown) => thrown);

    expect(error).toMatchObject({ code });
    expect(String(error)).toContain(`${PIPELINE}/Approve/Manager`);
    expect(String(error)).not.toContain(TOKEN);
  });
});

describe('a question', () => {
  it('fails by kind, whichever it is', async () => {
    const { approvals } = approvalsOver(sdkError('ThrottlingException', 400));
    const questions = [
      approvals.getStage(PLACE),
      approvals.findRun(PLACE, EXECUTION_ID),
      approvals.findExecution(PLACE, TOKEN),
      approvals.findTimeoutMinutes(PLACE),
      approvals.listChanges(PLACE, EXECUTION_ID),
    ];

    const settled = await Promise.allSettled(questions);

    for (const result of settled)
      expect(result).toMatchObject({ status: 'rejected', reason: { code: 'rate_limited' } });
  });
});
