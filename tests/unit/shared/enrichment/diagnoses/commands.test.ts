import { describe, expect, it } from '@jest/globals';
import type { Facts } from '#shared/domain/facts.ts';
import { commands } from '#shared/enrichment/diagnoses/commands.ts';
import { findDiagnostician } from '#shared/enrichment/diagnoses/index.ts';
import { askingOf, failedAction, fakeServices, logEvents } from '#tests/support/failed-build.ts';
import { FakeAwsJson, refusal } from '#tests/support/fake-aws-json.ts';

const STREAM = '6a3b1c2d/0d5c7f66';
const ARN = `arn:aws:logs:eu-west-1:111122223333:log-group:/aws/codepipeline/web-shop:log-stream:${STREAM}`;
const URL = 'https://eu-west-1.console.aws.amazon.com/x';
const SUMMARY = 'COMMAND_EXECUTION_ERROR: Error while executing command: npm test. Reason: exit status 1';
const WHY = 'Error while executing command: npm test. Reason: exit status 1';

function diagnose(facts: Facts, fakes: Readonly<Record<string, FakeAwsJson>> = {}, wantsLog = true) {
  const { services } = fakeServices(fakes);
  return commands.diagnose(
    failedAction({ provider: 'Compute/Commands', ...facts }),
    askingOf(services, wantsLog),
  );
}

/** A run as ListActionExecutions tells it. */
function run(overrides: object = {}) {
  return {
    pipelineExecutionId: '7a8e7924-7efa-442e-beaa-961a80e42bf2',
    actionExecutionId: '6a3b1c2d',
    stageName: 'Build',
    actionName: 'UnitTests',
    status: 'Failed',
    input: { resolvedConfiguration: { secret: 'canary' } },
    output: { executionResult: { externalExecutionId: 'e-1', logStreamARN: ARN } },
    ...overrides,
  };
}

describe('commands', () => {
  it.each(['Compute/Commands', 'Build/ECRBuildAndPublish'])('diagnoses %s', (provider) => {
    expect(findDiagnostician(provider)).toBe(commands);
  });

  it('says the reason without its code, and reads the log that the event names', async () => {
    const logs = new FakeAwsJson(logEvents('npm ERR! code 1\n'));

    expect(
      await diagnose({ summary: SUMMARY, externalId: ARN, url: URL }, { CLOUDWATCH_LOGS: logs }),
    ).toEqual({
      why: WHY,
      log: ['npm ERR! code 1\n'],
      missed: [],
    });
    expect(logs.calls[0]?.input).toMatchObject({
      logGroupName: '/aws/codepipeline/web-shop',
      logStreamName: STREAM,
    });
  });

  it('says a code in words where there is nothing else', async () => {
    expect(await diagnose({ summary: 'YAML_FILE_ERROR:' }, {}, false)).toMatchObject({
      why: 'yaml file error',
    });
  });

  it('links to the log where the event has no link', async () => {
    const diagnosis = await diagnose({ externalId: ARN }, {}, false);

    expect(diagnosis?.url).toBe(
      'https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#logsV2:log-groups/log-group/$252Faws$252Fcodepipeline$252Fweb-shop/log-events/6a3b1c2d$252F0d5c7f66',
    );
  });

  it('asks nothing when nobody wants the log', async () => {
    expect(await diagnose({ summary: SUMMARY, externalId: ARN, url: URL }, {}, false)).toEqual({
      why: WHY,
      missed: [],
    });
  });

  it.each([{}, { summary: 'exit status 1', url: URL }, { externalId: 'e-1' }])(
    'knows no more of %j without the log',
    async (facts) => {
      expect(await diagnose(facts, {}, false)).toBeUndefined();
    },
  );

  it('asks CodePipeline for the log that the event does not name', async () => {
    const pipelines = new FakeAwsJson({
      actionExecutionDetails: [
        run({ actionName: 'Other', output: { executionResult: { logStreamARN: 'x' } } }),
        run({ status: 'InProgress', output: {} }),
        run(),
        run({ output: { executionResult: { logStreamARN: ARN.replace(STREAM, 'older') } } }),
      ],
    });
    const logs = new FakeAwsJson(logEvents('a'));

    const diagnosis = await diagnose(
      { externalId: 'e-1' },
      { CODEPIPELINE: pipelines, CLOUDWATCH_LOGS: logs },
    );

    expect(diagnosis).toEqual({ log: ['a'], missed: [] });
    expect(pipelines.calls).toEqual([
      {
        operation: 'ListActionExecutions',
        input: {
          pipelineName: 'web-shop',
          filter: { pipelineExecutionId: '7a8e7924-7efa-442e-beaa-961a80e42bf2' },
          maxResults: 100,
        },
      },
    ]);
    expect(logs.calls[0]?.input).toMatchObject({ logStreamName: STREAM });
  });

  it.each([
    ['has no run', { actionExecutionDetails: [] }],
    ['tells nothing', {}],
    ['has no output', { actionExecutionDetails: [run({ output: null })] }],
    [
      'names something else',
      { actionExecutionDetails: [run({ output: { executionResult: { logStreamARN: 'x' } } })] },
    ],
    ['does not know the pipeline', refusal('PipelineNotFoundException')],
    ['does not know the execution', refusal('PipelineExecutionNotFoundException')],
  ])('goes without the log when CodePipeline %s', async (_, answer) => {
    const pipelines = new FakeAwsJson(answer);

    expect(await diagnose({ summary: SUMMARY }, { CODEPIPELINE: pipelines })).toEqual({
      why: WHY,
      missed: [],
    });
  });

  it.each([
    ['AccessDeniedException', 'config'],
    ['ThrottlingException', 'rate_limited'],
  ])('goes without the log after %s, and says so', async (code, kind) => {
    const logs = new FakeAwsJson(refusal(code));

    expect(await diagnose({ summary: SUMMARY, externalId: ARN }, { CLOUDWATCH_LOGS: logs })).toMatchObject({
      why: WHY,
      log: undefined,
      missed: [expect.objectContaining({ code: kind })],
    });
  });

  it.each([
    'arn:aws:logs:eu-west-1:111122223333:log-group:/a:log-stream:',
    'arn:aws:logs:eu-west-1:111122223333:log-group:/a',
    'arn:aws:s3:::bucket/log-stream:a',
    `${ARN}:*`,
  ])('takes %s for no log stream', async (externalId) => {
    expect(await diagnose({ externalId }, {}, false)).toBeUndefined();
  });
});
